"""Matrix multiplication: each cell of the product is a row of the left matrix times a column of the upper one.

T. Yeh, "[Matrix Multiplication] by Hand" (AI by Hand); A. Cayley, "A memoir on the theory of matrices", 1858.
"""

from typing import Annotated

from generator.network.blueprint import Role
from generator.network.conditions import not_all_zero, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between
from generator.network.sources import Integers


@exercise("Matrix Multiplication", level=1, minutes=10)
def matrix_multiplication(
    sheet: Draft,
    rows: Annotated[int, Between(1, 6, "rows of A")] = 2,
    inner: Annotated[int, Between(1, 6, "columns of A, and rows of B")] = 3,
    columns: Annotated[int, Between(1, 6, "columns of B")] = 2,
) -> None:
    given = sheet.step("Given", "A on the left and B above: a row of A is as long as a column of B is high.")
    multiply = sheet.step(
        "Product",
        "C = A × B. For a cell of C take its row of A and its column of B: "
        "multiply first with first, second with second, and so on, and add up the products.",
    )
    A = given.give("A", (rows, inner), Role.WEIGHT, Integers(-3, 5))
    B = given.give("B", (inner, columns), Role.INPUT, Integers(-3, 5))
    C = multiply.fill("C", A @ B, Role.OUTPUT)
    sheet.require(small(50, C), not_all_zero(C))
