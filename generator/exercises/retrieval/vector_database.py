"""Vector database: sentences become vectors in an index, and a query finds the nearest of them.

T. Yeh, "Vector Database by Hand" (AI by Hand).
"""

from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.exercises.retrieval._phrases import phrases, vocabulary_of
from generator.network.blueprint import Role, View
from generator.network.conditions import all_different, clear_winner, clips_and_passes, rows_differ, small
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.operand import Operand, beside
from generator.network.operations import look_up as looked_up
from generator.network.operations import mean_of_rows, nearest, relu
from generator.network.parameters import Between, Choice
from generator.network.sources import Integers, OneOf, Weights


@exercise("Vector Database", level=3, minutes=40, exceptions={"one page": "with its table 699 points high, A4 has 450"})
def vector_database(
    sheet: Draft,
    sentences: Annotated[int, Between(2, 4, "sentences in the database")] = 3,
    words: Annotated[int, Between(2, 4, "words in a sentence")] = 3,
    embedding: Annotated[int, Between(2, 5, "size of a word's embedding")] = 4,
    index: Annotated[int, Between(1, 3, "size of an index vector")] = 2,
    vocabulary: Annotated[int, Between(8, 22, "words in the table")] = 22,
    look_up: Annotated[str, Choice(("asked", "printed"), "whether the columns of E are copied or printed")] = "asked",
) -> None:
    table = vocabulary_of(vocabulary)
    given = sheet.step(
        "Given", "Sentences and a query, a table of words with embeddings E, the encoder [We|be], the projection P_r."
    )
    known = given.give("words", (1, vocabulary), Role.INPUT, OneOf(((table,),)), View.WORDS)
    E = given.give("E", (embedding, vocabulary), Role.INPUT, Integers(-1, 2, zeros=3), caption="embeddings")
    spoken = OneOf(phrases(table, words))
    S = [given.give(f"S{s}", (1, words), Role.INPUT, spoken, View.WORDS) for s in range(1, sentences + 1)]
    Sq = given.give("Sq", (1, words), Role.QUERY, spoken, View.WORDS, caption="query")
    We = given.give("We", (embedding, embedding), Role.WEIGHT, Weights())
    be = given.give("be", (embedding, 1), Role.BIAS, Integers(-1, 1))
    Pr = given.give("Pr", (index, embedding), Role.WEIGHT, Integers(0, 1), caption="projection")

    found = look_up == "printed"
    copied = "Each word's column of E, in the order of the sentence, is copied already."
    copy = "Copy each word's column of E, in the order of the sentence."
    look = sheet.step("Look up", copied if found else copy)
    encode = sheet.step(
        "Encode",
        "Multiply [We|be] with each column and its 1 for Z. N is its ReLU: negative becomes 0. "
        "W_e, b_e and P_r are the same for every sentence and the query.",
    )
    # Thirds never end; halves, quarters and their products do, and then no decimal may be dropped.
    written = "10/3 or, rounded to two decimals, 3.33" if words == 3 else "9/2 or 4.5, not rounded"
    pool = sheet.step(
        "Mean pooling",
        "m averages each row of N: add its cells, divide by {words}. "
        f"Go on with fractions; here and for v, V and d write {written}.",
    )
    store = sheet.step("Index", "v = P_r × m. Then copy v1, v2 and so on as columns into the database V.")
    query = sheet.step("Query", "The same for the query: look up, encode, average, multiply with P_r.")
    compare = sheet.step("Dot products", "d = v_q^T × V: multiply v_q with each column of V cell by cell and add.")
    answer = sheet.step("Nearest", "Which sentence has the largest dot product? Write its number or its words.")
    Z: list[Operand] = []

    def vector(name: str, sentence: Operand, asked: bool) -> Operand:
        """The chain from a sentence to its index vector; for the query all of it is one step."""
        step = {part: query if asked else part for part in (look, encode, pool, store)}
        x = step[look].fill(f"E{name}", looked_up(E, known, sentence), Role.INPUT, asked=not found)
        Z.append(step[encode].fill(f"Z{name}", layer_sums(We, be, x), Role.LINEAR))
        N = step[encode].fill(f"N{name}", relu(Z[-1]), Role.HIDDEN)
        m = step[pool].fill(f"m{name}", mean_of_rows(N), Role.HIDDEN, caption="mean")
        return step[store].fill(f"v{name}", Pr @ m, Role.QUERY if asked else Role.INDEX)

    V = []
    for s, sentence in enumerate(S, start=1):
        with sheet.block("sentence {s}", s=s):
            V.append(vector(str(s), sentence, asked=False))
    numbers = tuple(str(s) for s in range(1, sentences + 1))
    database = store.fill("V", beside(*V), Role.INDEX, caption="database", headings=numbers)
    with sheet.block("query"):
        vq = vector("q", Sq, asked=True)
    d = compare.fill("d", vq.T @ database, Role.LINEAR, caption="dot products", headings=numbers)
    answer.fill("nearest", nearest(d, *S), Role.ANSWER, view=View.WORDS)

    sheet.require(rows_differ(Pr), *all_different(*S, Sq), *(small(9, z) for z in Z), *(clips_and_passes(z) for z in Z))
    sheet.require(small(20, d), clear_winner(d))
