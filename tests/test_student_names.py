"""Names of files as students and learning platforms make them."""

from __future__ import annotations

import pytest

from generator.assignment.roster import Student
from grader.answers.student_names import StudentNames

NAMES = StudentNames(
    [
        Student("ada", "Ada Lovelace"),
        Student("ben", "Ben Ray"),
        Student("s12345", "Łukasz Żółw"),
        Student("7", "李 华"),
        Student("k.noether", "Emmy Noether"),
        Student("twin1", "Kim Lee"),
        Student("twin2", "Kim Lee"),
    ]
)


@pytest.mark.parametrize(
    ("file", "student"),
    [
        ("ada.csv", "ada"),
        ("ADA.CSV", "ada"),
        ("in/ben.csv", "ben"),
        ("in/ben/answers.csv", "ben"),
        ("hw1_ada_final.csv", "ada"),
        ("Ada Lovelace_81_assignsubmission_file_/Book (1).csv", "ada"),
        ("all.zip/Łukasz Żółw_3_assignsubmission_file_/x.csv", "s12345"),
        ("s12345-hw.csv", "s12345"),
        ("7.csv", "7"),
        ("K.Noether.csv", "k.noether"),
        ("k_noether hw1.csv", "k.noether"),
        ("Lovelace_Ada_al_81/20260131142233_answers.csv", "ada"),
        ("lovelaceada_LATE_81_4711_answers.csv", "ada"),
        ("Homework_ada_attempt_2026-01-31-14-22-33_answers.csv", "ada"),
    ],
)
def test_a_student_is_found(file: str, student: str) -> None:
    assert NAMES.find(file) == (student,)


@pytest.mark.parametrize(
    "file",
    ["answers.csv", "answers (7).csv", "canada.csv", "Lovelace.csv", "Kim Lee.csv", "ada and ben.csv", "adaben.csv"],
)
def test_nobody_is_found_where_nobody_or_more_than_one_is_meant(file: str) -> None:
    assert NAMES.find(file) == ()


def test_a_folder_and_a_file_that_name_different_students_name_both() -> None:
    assert NAMES.find("Ada Lovelace_81_assignsubmission_file_/ben.csv") == ("ben", "ada")
    assert NAMES.find("Ada Lovelace_81_assignsubmission_file_/ada.csv") == ("ada",)
