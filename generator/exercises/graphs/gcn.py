"""Graph Convolutional Network: is a node of the graph a hit? Nodes pass messages to their neighbours, twice.

T. Yeh, "[Graph Convolutional Network] by hand" (AI by Hand); T. Kipf and M. Welling, "Semi-supervised classification
with graph convolutional networks", ICLR 2017. As in the post ReLU comes before the pooling.
"""

from typing import Annotated

from generator.exercises.blocks import layer_sums
from generator.exercises.graphs._graphs import adjacency, draw_graph
from generator.network import operations as op
from generator.network.blueprint import Role
from generator.network.conditions import alive, clips_and_passes, columns_add_up_to, on_both_sides, small, some_zero
from generator.network.draft import Draft
from generator.network.exercise import exercise
from generator.network.parameters import Between, Choice, Switch
from generator.network.rounding import rounded
from generator.network.sources import Integers, Weights


@exercise(
    "Graph Convolutional Network (GCN)",
    level=3,
    minutes=40,
    exceptions={"one page": "two layers under matrices of five nodes: 838 points at the least, A4 has 697"},
)
def gcn(
    sheet: Draft,
    nodes: Annotated[int, Between(3, 6, "nodes of the graph")] = 5,
    features: Annotated[int, Between(2, 5, "features of a node")] = 4,
    hidden: Annotated[int, Between(2, 4, "size of a message")] = 3,
    fcn: Annotated[int, Between(2, 6, "neurons in the fully connected layer")] = 3,
    layers: Annotated[int, Between(1, 2, "graph convolutions")] = 2,
    normalise: Annotated[str, Choice(("none", "mean"), "whether a node sums its messages or averages them")] = "none",
    directed: Annotated[bool, Switch("arrows instead of edges: messages go one way")] = False,
    decimals: Annotated[int, Between(1, 12, "decimals kept when rounding")] = 1,
) -> None:
    names = tuple("ABCDEF"[:nodes])
    words = "A graph, features X of its nodes, weights W, biases b. Goal: P, the probability that a node is a hit."
    given = sheet.step("Given and goal", words)
    G = draw_graph(given, names, directed)
    X = given.give("X", (features, nodes), Role.INPUT, Integers(0, 2), headings=names)
    sizes = {1: (hidden, features), 2: (hidden, hidden), 3: (fcn, hidden), 4: (1, fcn)}
    if layers == 1:
        del sizes[2]
    W = {n: given.give(f"W{n}", size, Role.WEIGHT, Weights(zeros=2)) for n, size in sizes.items()}
    least = {4: -9}  # the last bias steers P to both sides of 0.5
    b = {n: given.give(f"b{n}", (size[0], 1), Role.BIAS, Integers(least.get(n, -1), 2)) for n, size in sizes.items()}

    near = Adj = adjacency(sheet, G, names, directed)
    if normalise == "mean":
        mean = sheet.step("Mean", "An: divide each column of Adj by its sum. Go on with fractions, such as 1/4.")
        near = mean.fill("An", op.column_shares(Adj), Role.LINEAR, headings=names, row_headings=names)
        if layers == 2 and nodes > 3:  # halves, quarters and fifths stay short over two layers
            sheet.require(columns_add_up_to((1, 2, 4, 5) if directed else (2, 4, 5), Adj))
    heard = f"H{{n}} = M{{n}} × {near.grid}: each node {'sums' if near is Adj else 'averages'} the messages it hears."
    column, Z, M, H = X, {}, {}, {}
    for n, above in ((1, "X"), (2, "H1"))[:layers]:
        messages = sheet.step(
            "GCN{n}: messages",
            f"Multiply [W{{n}}|b{{n}}] with each column of {above} and its 1 for Zm{{n}}. "
            "M{n} is its ReLU: negative becomes 0.",
            n=n,
        )
        Z[n] = messages.fill(f"Zm{n}", layer_sums(W[n], b[n], column), Role.LINEAR, headings=names)
        M[n] = messages.fill(f"M{n}", op.relu(Z[n]), Role.HIDDEN, headings=names, caption="messages")
        pooling = sheet.step("GCN{n}: pooling", heard, n=n)
        column = H[n] = pooling.fill(f"H{n}", M[n] @ near, Role.HIDDEN, headings=names, caption="pooled")
        if n == 1 and normalise == "none":
            look = sheet.step(
                "Look",
                "Which messages did A sum? Copy into L1 the columns of M1 that have a 1 in column A of Adj; "
                "write 0 in the other columns. L1 is only to look at: each row adds up to column A of H1.",
            )
            look.fill("L1", op.kept_columns(M[n], Adj.columns(0, 1)), Role.LINEAR, headings=names, caption="heard by A")

    words = f"Multiply [W3|b3] with each column of H{layers} and its 1 for Z3. F is its ReLU."
    connected = sheet.step("Fully connected", words)
    Z[3] = connected.fill("Z3", layer_sums(W[3], b[3], column), Role.LINEAR, headings=names)
    F = connected.fill("F", op.relu(Z[3]), Role.HIDDEN, headings=names)
    linear = sheet.step("Linear", "Multiply [W4|b4] with each column of F and its 1 for Z4.")
    Z[4] = linear.fill("Z4", layer_sums(W[4], b[4], F), Role.LINEAR, headings=names)
    edges = " So it is 1 if z ≥ 3 and 0 if z ≤ −3." if decimals == 1 else ""
    answer = sheet.step("Probability", "P = σ(Z4), where σ(z) = 1/(1+e^−z). Round only this, to {unit}." + edges)
    answer.fill("P", op.sigmoid(Z[4]), Role.OUTPUT, rounded(decimals), headings=names, caption="is it a hit?")

    sheet.require(some_zero(Adj.columns(0, 1)), alive(M[1]), on_both_sides(Z[4]))
    sheet.require(
        *(clips_and_passes(Z[n]) for n in Z if n < 4), *(small(20, grid) for grid in (*Z.values(), *H.values()))
    )
