"""The titles of columns in class lists, as learning platforms and people write them in several languages."""

from __future__ import annotations

import unicodedata

OWN_ID = ("student",)
"""Our own title for the id; Canvas has names under it."""
IDS = (
    *("student id", "studentid", "student number", "student no.", "id number", "idnumber", "matriculation number"),
    *("registration number", "orgdefinedid", "student identifier", "learner id"),
    *("matrikelnummer", "matrikelnr.", "matrikel-nr.", "matr.-nr.", "id-nummer", "matriculation"),
    *("numéro d'étudiant", "numéro étudiant", "numéro d'identification", "n° étudiant"),
    *("número de id", "número de identificación", "matrícula", "número de matrícula", "número de identificação"),
    *("matricola", "numero di matricola", "codice identificativo", "studentnummer"),
    *("学号", "學號", "学籍番号", "학번"),
)
LOGINS = (
    *("sis login id", "login", "login id", "username", "user name", "user id", "userid", "account", "loginname"),
    *("benutzername", "anmeldename", "kennung", "nutzername", "nom d'utilisateur", "identifiant"),
    *("usuario", "nombre de usuario", "nome utente", "nome de usuário", "nome de utilizador", "gebruikersnaam"),
    *("用户名", "ユーザ名", "ユーザー名"),
)
OTHER_IDS = ("sis user id", "id")
EMAILS = (
    *("email", "e-mail", "mail", "email address", "e-mail address", "e-mail-address", "emailaddress", "school email"),
    *("e-mail-adresse", "email-adresse", "emailadresse", "mailadresse", "adresse e-mail", "adresse de courriel"),
    *("courriel", "adresse électronique", "correo", "correo electrónico", "dirección de correo"),
    *("dirección de correo electrónico", "indirizzo email", "indirizzo e-mail", "posta elettronica", "e-mailadres"),
    *("endereço de e-mail", "endereço de email", "电子邮件", "电子邮件地址", "メールアドレス"),
)
NAMES = (
    *("name", "full name", "student name", "display name", "learner", "vollständiger name", "nom complet"),
    *("nombre completo", "nome completo", "volledige naam", "naam", "姓名", "氏名", "이름"),
)
REVERSED_NAMES = (
    *("last, first", "last name, first name", "surname, first name", "student name (last, first)", "sortable name"),
    *("nachname, vorname", "name, vorname", "nom, prénom", "apellidos, nombre", "cognome, nome"),
)
"""Titles of columns that hold `Lovelace, Ada`."""
FIRST_NAMES = (
    *("first name", "firstname", "first", "given name", "given names", "forename", "vorname", "prénom", "nombre"),
    *("nombre(s)", "nome", "voornaam", "名"),
)
LAST_NAMES = (
    *("last name", "lastname", "last", "surname", "family name", "nachname", "familienname", "zuname", "nom"),
    *("nom de famille", "apellido", "apellidos", "apellido(s)", "cognome", "sobrenome", "apelido", "achternaam", "姓"),
)
NOBODY = frozenset(("points possible", "student, test", "test student", "points", "date", "class average"))
"""What lines of Canvas and Google Classroom that are not about a student have in place of a name."""


def plain(title: str) -> str:
    """A title as the lists above have it: lower case, single spaces, no colon after it."""
    spaced = unicodedata.normalize("NFC", title).replace("_", " ").replace("’", "'").removeprefix("\ufeff")
    return " ".join(spaced.split()).rstrip(":").strip().casefold()
