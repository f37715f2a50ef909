"""The table of marking cases: a test runs them, and `python -m tests.tools.marking_cases` prints docs/marking.md."""

from __future__ import annotations

from dataclasses import dataclass

from grader.marking.across.hidden import LEAST_SHOWN
from grader.marking.answer_form import LEAST_PLACES, AnswerForm
from grader.marking.carrying import (
    LEAST_CELLS_IN_STEP,
    LEAST_FILLED,
    LEAST_FILLED_SHARE,
    LEAST_GRIDS_IN_STEP,
    LEAST_SHARE_OF_STEP,
    LEAST_SLIP_SHARE,
)
from grader.marking.copied.comparison import LEAST_BITS, LEAST_MATCHES, LEAST_MATCHES_OF_EXERCISE, LEAST_SHARE
from grader.marking.evidence import NEARBY
from grader.marking.invention import (
    LEAST_INVENTED,
    LEAST_INVENTED_SHARE,
    LEAST_REPEATED,
    MANY_INVENTED,
    MANY_INVENTED_SHARE,
)
from grader.marking.marks import Verdict
from grader.marking.repetition import LEAST_REPEATED_SHARE
from grader.marking.shifting import LEAST_LINES, LEAST_SHIFTED, LEAST_SHIFTED_SHARE, MOST_IN_PLACE

EXACT = AnswerForm()
ONE_DECIMAL = AnswerForm(decimals=1)
THREE_DECIMALS = AnswerForm(decimals=3)
CHOICE = AnswerForm(options=("who are you", "how is he", "who am I"))

RIGHT, WRONG, BLANK, UNREADABLE = Verdict.CORRECT, Verdict.INCORRECT, Verdict.BLANK, Verdict.UNREADABLE


@dataclass(frozen=True)
class Case:
    """What is typed where the key has `expected`, the verdict by comparison alone, and the reason for a teacher."""

    typed: str
    expected: str
    verdict: Verdict
    why: str
    form: AnswerForm = EXACT
    exact: str = ""
    """The exact value, where the step rounds it to what is expected."""


CASES = {
    "Ways to write a number": (
        Case("3", "3", RIGHT, "the key's own spelling"),
        Case(" 3 ", "3", RIGHT, "spaces around do not count"),
        Case("+3", "3", RIGHT, "a plus sign changes nothing"),
        Case("3.0", "3", RIGHT, "nor do zeros at the end"),
        Case("-3", "-3", RIGHT, "a plain minus"),
        Case("−3", "-3", RIGHT, "a true minus (U+2212), as word processors set it"),
        Case("–3", "-3", RIGHT, "a dash in its place"),
        Case("- 3", "-3", RIGHT, "a space after the sign"),
        Case("3", "-3", WRONG, "the sign is part of the number"),
        Case("-0", "0", RIGHT, "minus zero is zero"),
        Case("0.5", "0.5", RIGHT, "a decimal point"),
        Case(".5", "0.5", RIGHT, "without the zero before it"),
        Case("0,5", "0.5", RIGHT, "a decimal comma"),
        Case("0.50", "0.5", RIGHT, "with a zero more"),
        Case("1/2", "0.5", RIGHT, "a fraction of the same value"),
        Case(" 2 / 4 ", "0.5", RIGHT, "not in lowest terms, with spaces"),
        Case("½", "0.5", RIGHT, "the one-character fraction"),
        Case("50%", "0.5", RIGHT, "per cent"),
        Case("5E-1", "0.5", RIGHT, "as a spreadsheet may write it"),
        Case("=1/2", "0.5", RIGHT, "a formula that the spreadsheet did not evaluate"),
        Case("'-1", "-1", RIGHT, "an apostrophe meant to keep the cell as text"),
        Case('="1/2"', "0.5", RIGHT, "a formula meant to keep the cell as text"),
        Case("1 1/2", "1.5", RIGHT, "a mixed number"),
        Case("-1 1/2", "-1.5", RIGHT, "the sign is that of the whole mixed number"),
        Case("３", "3", RIGHT, "full-width digits"),
        Case("٣", "3", RIGHT, "digits of another script"),
        Case("1,234", "1.234", RIGHT, "a single comma is a decimal comma: no answer is above 999"),
        Case("1.234,5", "1234.5", RIGHT, "so is a comma after points"),
        Case("1'234.5", "1234.5", RIGHT, "an apostrophe between thousands"),
        Case("1 234,5", "1234.5", RIGHT, "a space between thousands, where decimals leave no doubt"),
        Case("≈0.5", "0.5", RIGHT, "a sign for 'about' in front of it"),
        Case("x=3", "3", RIGHT, "with the name of what was worked out"),
        Case("z1 ≈ 0.5", "0.5", RIGHT, "the same with a sign for 'about'"),
        Case("3 (rounded)", "3", RIGHT, "a harmless remark after it"),
        Case("3 (?)", "3", UNREADABLE, "a remark that casts doubt"),
        Case("0.7.", "0.7", RIGHT, "the full stop of a sentence"),
        Case("(3)", "3", RIGHT, "in parentheses, which byhand does not take for a minus"),
        Case("(-3)", "-3", RIGHT, "a negative number in parentheses"),
        Case("1/-2", "-0.5", RIGHT, "the sign below the fraction bar"),
        Case("-1/(-2)", "0.5", RIGHT, "signs above and below it"),
        Case("1 1/-2", "0.5", UNREADABLE, "a mixed number with a sign in its fraction could be two numbers"),
        Case("“3”", "3", RIGHT, "typographic quotation marks"),
        Case("’-1", "-1", RIGHT, "a typographic apostrophe"),
        Case("2×10^-1", "0.2", RIGHT, "a power of ten"),
        Case("2 · 10⁻¹", "0.2", RIGHT, "with a raised exponent"),
        Case("2x10^(-1)", "0.2", RIGHT, "with x for × and parentheses"),
    ),
    "Cells that are rounded to one decimal": (
        Case("0.9", "0.9", RIGHT, "as asked", ONE_DECIMAL),
        Case("0.88", "0.9", RIGHT, "more places than asked, and they round to the key", ONE_DECIMAL),
        Case("0.8808", "0.9", RIGHT, "the calculator's display", ONE_DECIMAL),
        Case("0.85", "0.9", RIGHT, "half is rounded away from zero", ONE_DECIMAL),
        Case("0.05", "0", RIGHT, "the exact value to two places, though it would be 0.1 to one", ONE_DECIMAL, "0.0474"),
        Case("0.85", "0.8", RIGHT, "the same of 0.8455", ONE_DECIMAL, "0.8455"),
        Case("0.846", "0.8", RIGHT, "or to three places", ONE_DECIMAL, "0.8455"),
        Case("0.86", "0.8", WRONG, "but not another number of two places", ONE_DECIMAL, "0.8455"),
        Case("0.1", "0", WRONG, "nor what 0.05 would be rounded to", ONE_DECIMAL, "0.0474"),
        Case("-0.85", "-0.9", RIGHT, "on the negative side too", ONE_DECIMAL),
        Case("0.84", "0.9", WRONG, "these places round to 0.8", ONE_DECIMAL),
        Case("0.8", "0.9", WRONG, "cut off instead of rounded", ONE_DECIMAL),
        Case("1", "0.9", WRONG, "fewer places than asked", ONE_DECIMAL, "0.8808"),
        Case("1/3", "0.3", RIGHT, "the exact value, which rounds to the key", ONE_DECIMAL),
        Case("90%", "0.9", RIGHT, "per cent", ONE_DECIMAL),
        Case(
            "0.88", "0.881", RIGHT, "the exact value to two places, which are always enough", THREE_DECIMALS, "0.8808"
        ),
        Case("0.9", "0.881", WRONG, "but not to one", THREE_DECIMALS, "0.8808"),
        Case("0.8", "0.796", RIGHT, "0.80, of which a spreadsheet drops the zero", THREE_DECIMALS, "0.7961"),
    ),
    "Cells that are exact": (
        Case("2.8", "3", WRONG, "products and sums are exact unless their step says otherwise"),
        Case("0.13", "0.125", WRONG, "a number that a decimal writes exactly is not rounded"),
        Case("5/3", "5/3", RIGHT, "the fraction"),
        Case("1 2/3", "5/3", RIGHT, "as a mixed number"),
        Case("1.67", "5/3", RIGHT, "a fraction that does not terminate may be rounded to two places"),
        Case("1.6667", "5/3", RIGHT, "or more"),
        Case("1.7", "5/3", WRONG, "but not to one"),
        Case("1.66", "5/3", WRONG, "cut off instead of rounded"),
        Case("1.670", "5/3", WRONG, "three places were written, and the third is not right"),
        Case("2", "1999/1000", WRONG, "1.999 is written exactly by a decimal"),
        Case("0.3", "301/1001", RIGHT, "0.3007 to two places is 0.30, of which a spreadsheet drops the zero"),
        Case("1.666...", "5/3", RIGHT, "dots after a digit three times: it repeats without an end"),
        Case("1.66...", "5/3", WRONG, "twice may be chance, so this is 1.66, cut off"),
        Case("0.1818…", "2/11", RIGHT, "dots after two digits twice"),
        Case("1.6\u0305", "5/3", RIGHT, "a bar over what repeats"),
        Case("1.6\u0307", "5/3", RIGHT, "a dot over what repeats"),
        Case("1.(6)", "5/3", RIGHT, "parentheses around what repeats"),
        Case("0,1(6)", "1/6", RIGHT, "after a digit that does not repeat"),
        Case("1.(6)", "1.67", WRONG, "the exact number, where the key is another"),
        Case("66.67%", "2/3", RIGHT, "rounded per cent: 0.6667"),
    ),
    "Choices": (
        Case("who am I", "who am I", RIGHT, "the words of the option", CHOICE),
        Case(" Who  am i? ", "who am I", RIGHT, "case, spaces and a mark at the end do not count", CHOICE),
        Case("3", "who am I", RIGHT, "its number", CHOICE),
        Case("2", "who am I", WRONG, "the number of another option", CHOICE),
        Case("how is he", "who am I", WRONG, "another option", CHOICE),
        Case("who am", "who am I", UNREADABLE, "none of the options: a person should look", CHOICE),
        Case("4", "who am I", UNREADABLE, "there is no fourth option", CHOICE),
        Case("", "who am I", BLANK, "nothing typed", CHOICE),
    ),
    "Cells without a number": (
        Case("", "3", BLANK, "nothing typed"),
        Case("   ", "3", BLANK, "only spaces"),
        Case("\u200b", "3", BLANK, "only a character nobody sees"),
        Case("?", "3", UNREADABLE, "not a number"),
        Case("three", "3", UNREADABLE, "not a number"),
        Case("1 2", "12", UNREADABLE, "two numbers"),
        Case("1 234", "1234", UNREADABLE, "possibly two numbers, but no date"),
        Case("0,6,3", "0.6", UNREADABLE, "several numbers that ran together, but no date"),
        Case("4 | 5", "4", UNREADABLE, "the same row was handed in twice, with different answers"),
        Case("1/0", "0", UNREADABLE, "not a number at all"),
        Case("02. Jan", "0.5", UNREADABLE, "a spreadsheet turned 1/2 into a date; reported as damaged, not as wrong"),
        Case("1-Feb", "0.5", UNREADABLE, "the same in English"),
        Case("2026-02-01", "0.5", UNREADABLE, "the same as an ISO date"),
        Case("46054", "0.5", UNREADABLE, "the same as the number of the day, counted from 1900"),
        Case("#DIV/0!", "0", UNREADABLE, "a spreadsheet's error message"),
        Case("9**9**9", "9", UNREADABLE, "nothing that is typed is ever evaluated"),
        Case("1e999999", "1", UNREADABLE, "no exponent goes beyond 20"),
        Case("7" * 60, "7", UNREADABLE, "no number has more than 40 digits"),
    ),
}


_HEAD = f"""# How a sheet is marked

Made by `python -m tests.tools.marking_cases > docs/marking.md`; a test runs every line of it.

Each cell gets the first verdict that holds:

1. **blank** or **unreadable**: there is no number to judge. It costs its own cell; later cells are worked out as
   if the key's value had been typed there.
2. **correct**: equal to the key, as the tables below say. Where a step rounds, the exact value rounded to as many
   places as were written is right too: to more places than asked, or to {LEAST_PLACES} where more are asked. A given
   number that is hidden is also correct when it fits everything that is printed, and of several largest cells each may
   be chosen.
3. **follow-through**: equal to what the step's formula gives on the student's own earlier cells. Earlier cells
   that were right or missing count with the key's value, wrong ones with what was typed; failing that, everything
   counts as typed, which follows a student who rounds honestly at every step. Where only some cells of a grid cannot
   be worked out, as with a division by 0, the others follow all the same. The credit is `follow_through` of
   the assignment (all of it unless set), and always full where no earlier cell was mistaken.
4. **incorrect**: anything else.

## Slips by name

A wrong cell is called by a slip when the slip leads to what was typed and an accident hardly would: a number far from
the right one says more than one within {NEARBY} units of its last place, one that is off in several digits more than in
one, a slip that explains the whole grid more than one made only here and there, one that was made before or is made in
all other time steps and layers more than a new one, and 0 says little: that another grid is 0 there too is no proof
that it was read. A single number near the right one, or off in one digit only, does not show a slip that was avoided in
other time steps, layers or puzzles. Of slips that lead to the same numbers the one that was made elsewhere gives the
name; failing that, what was not done at all does, since it is true in any case, or else the first on the list of the
grid's operation. Cells with a named slip carry on like any others, however alike they are. Where a sheet asks a single
cell of a grid, as in a puzzle, a slip takes more evidence until it shows in another puzzle, and nobody exchanged rows
that are printed. A number found for a hidden cell of what is given may show a slip as well: a weight that gives what is
printed without the bias, one that was not divided by its input, or a rest of the sum that was not subtracted. It is
named where at least {LEAST_SHOWN} cells of the sheet show it, and none that it would have changed is right.

Spreadsheets and calculators go on with more places than they show. Where a step rounds, its rounded number is what
the next steps are worked out from, so what comes out otherwise is wrong; it is called what it is, that the student
went on with unrounded numbers, and not cut off. Whether a student does, or cuts off, all grids of the sheet show.

With `repeated_slips = "once"` in `[marking]` of assignment.toml the same slip, made again in a grid of the same role
(a later gate, a later time step), earns the share of follow-through: it costs only the first time in an exercise, and
the feedback says so. Copied cells, exchanged rows and skipped rows are accidents and cost each time.

## Work that was not done

Nothing follows from numbers that were filled in without any work: later cells are then worked out with the key's
values. These numbers are

- a grid with two or more wrong cells that is filled with one number, where the key's numbers differ;
- a grid that is mostly wrong and holds one row, or one column, again and again: of the others {LEAST_REPEATED_SHARE}
  of the cells have its numbers, though not in the key, and no slip explains them;
- every grid in a part of the sheet (a time step, say) that is filled with one number throughout;
- the grids of a step that hold one number each, be it the same or not, as when every sum of an lstm is 0, or the
  numbers of another grid of the same operation, as when one time step is copied into the next, where these are at
  least {LEAST_SHARE_OF_STEP} of its grids with several cells, and at least {LEAST_GRIDS_IN_STEP} with
  {LEAST_CELLS_IN_STEP} cells together; and wrong numbers that are worked out from these;
- a number that is wrong in at least {LEAST_FILLED} cells and in at least {LEAST_FILLED_SHARE} of all wrong
  cells so far; a grid where one slip explains at least {LEAST_SLIP_SHARE} of the wrong cells does not count, nor does
  a choice between two numbers, such as 0 and 1, where the wrong one is always the same.

A sheet filled with a constant thus earns the cells where that constant is right, and no more.

Numbers that are made up so that the rest becomes trivial earn no more than that either. A grid counts as *invented*
when at least {LEAST_INVENTED} of its cells, and {LEAST_INVENTED_SHARE} of all that are not rightly 0, are wrong and
no slip explains them; of {MANY_INVENTED} wrong cells or more, {MANY_INVENTED_SHARE} of all are enough. So does one
that is wrong like that, is worked out from givens only and holds the numbers of {LEAST_REPEATED} others, whatever
slip explains it: one sentence may be taken for another by accident, but not each for the first.

After an invented grid a cell that follows earns nothing where its arithmetic *vanished*; in each case only where the
key's has not:

- it became 0, or its grid became one number throughout;
- its row or its column holds the numbers of an earlier one of its grid;
- in each column of its grid at most one cell is not 0;
- it is the copy of a given;
- its grid is a copy of the one that it is worked out from, as after a ReLU with nothing below 0, or picks its numbers
  out of such copies, as a largest one does;
- what it is worked out from has vanished, or is mostly wrong and holds the numbers of another grid of its operation,
  as where one time step was worked out and copied into the next.

The same holds after a grid that copies a target when what comes before it was left blank or invented. Where a usual
slip leads to the very numbers of the target, as the largest marked with a 1 instead of a softmax may on a sheet with
pinned numbers, what follows is paid; that another grid would lead to them is no excuse.

Sheets with invented grids, with a line or a step that was filled in, or with one number in all cells are reported to be
looked at.

## Shifted rows

Where a line of the answer sheet was skipped, everything after it is one line too low, or too high. It is recognised
when at least {LEAST_LINES} lines hold the answers of their neighbours, with at least {LEAST_SHIFTED} cells that are
right there (zeros not counted), that is {LEAST_SHIFTED_SHARE} of what was typed on these lines, and at most
{MOST_IN_PLACE} as many right where they are. The student and the teacher both learn of it, and `grade` exits 1.
With `shifted_rows = "read"` in `[marking]` such answers are marked where they belong.

## Another student's numbers

Another student's numbers fit together by themselves. Where at least {LEAST_MATCHES} wrong numbers, and at least
{float(LEAST_SHARE):.0%} of all wrong numbers, are what another student wrote or should have written, and that is
too much for chance ({LEAST_BITS} bits, and 2 more for every doubling of the class), `grade` reports it and gives no
credit for the cells that hold that student's numbers or for what follows from them. The student reads why, without
the other's name. Exercises are judged one by one: those in which fewer than {LEAST_MATCHES_OF_EXERCISE} wrong
numbers, or a smaller share of them, are the other's are the student's own work and lose nothing. Where each of two
students has the numbers of the other's sheet, they were probably swapped, and it is called that. Sheets that were
withdrawn by `--reissue` are compared too.

Only numbers that nothing on the student's own sheet leads to count towards these bits. What follows from a mistake, or
from a slip that has a name, was worked out, and two who have one number alike by chance have others alike after it. A
mistake that many make shows nothing either, nor does one in a cell where both sheets have the same key, as where a
teacher pinned the givens.
"""


def page() -> str:
    """docs/marking.md."""
    parts = [_HEAD]
    for title, cases in CASES.items():
        parts.append(f"\n## {title}\n\n| typed | expected | verdict | why |\n| --- | --- | --- | --- |\n")
        parts += [
            f"| {_code(case.typed)} | {_code(case.expected)} | {case.verdict.value} | {case.why} |\n" for case in cases
        ]
    return "".join(parts)


def _code(text: str) -> str:
    shown = text.replace("\u200b", "U+200B").replace("|", "\\|")
    if len(shown) > 20:
        shown = f"{shown[0]}…{shown[-1]} ({len(text)} characters)"
    return f"`{shown}`" if shown.strip() else "(spaces)" if shown else ""


if __name__ == "__main__":
    print(page(), end="")
