"""A small exercise for each shape of the catalogue to come: what operations and operands have to be drawn together."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from generator.network.blueprint import Blueprint, Role, View
from generator.network.conditions import small
from generator.network.draft import Draft
from generator.network.operand import beside, diagonal, identity, stack
from generator.network.operations import (
    binary_cross_entropy,
    causal,
    column_shares,
    convolution,
    cross_entropy,
    cumulated,
    exponential,
    flattened,
    in_interval,
    largest,
    leaky_relu,
    max_pooling,
    mean_of_columns,
    mean_of_rows,
    mean_pooling,
    mean_square_of_columns,
    mean_square_of_rows,
    positional_encoding,
    power_of_three,
    product_then_relu,
    relu,
    root,
    routed,
    sigmoid,
    squared_error,
    step,
    sum_of_columns,
    sum_of_rows,
    tanh,
    with_self_loops,
)
from generator.network.rounding import cut_off_after, rounded
from generator.network.sources import ConnectedGraph, Integers, OneHot, OneOf, Tenths

HIDDEN, INPUT, LINEAR, OUTPUT, WEIGHT, BIAS = (
    Role.HIDDEN,
    Role.INPUT,
    Role.LINEAR,
    Role.OUTPUT,
    Role.WEIGHT,
    Role.BIAS,
)


def softmax_in_steps(sheet: Draft) -> None:
    given = sheet.step("Given", "Scores x.")
    x = given.give("x", (4, 2), INPUT, Integers(-2, 2))
    R = sheet.step("Scale", "Divide by 2.").fill("R", x / 2, LINEAR)
    E = sheet.step("Powers", "Raise e to each.").fill("E", exponential(R), HIDDEN, rounded(2))
    s = sheet.step("Sums", "Add up each column.").fill("s", sum_of_columns(E), LINEAR)
    sheet.step("Shares", "Divide by the sum.").fill("P", E / s, OUTPUT, rounded(2))


def attention(sheet: Draft) -> None:
    given = sheet.step("Given", "Tokens X, a column each, and weights.")
    X = given.give("X", (4, 3), INPUT, Integers(0, 2))
    Wq, Wk, Wv = (given.give(f"W{part}", (2, 4), WEIGHT, Integers(-1, 1)) for part in "qkv")
    work = sheet.step("Query, key, value", "Multiply each W with X.")
    Q, K, V = (work.fill(name, W @ X, HIDDEN) for name, W in zip("QKV", (Wq, Wk, Wv), strict=True))
    S = sheet.step("Scores", "K turned, times Q.").fill("S", K.T @ Q, LINEAR)
    R = sheet.step("Scale", "Half of each, without its fraction.").fill("R", S / 2, LINEAR, cut_off_after(0))
    E = sheet.step("Powers", "Raise 3 to each, cut off.").fill("E", power_of_three(R), LINEAR, cut_off_after(0))
    M = sheet.step("Mask", "Later keys become 0.").fill("M", causal(E), LINEAR)
    s = sheet.step("Sums", "Add up each column.").fill("s", sum_of_columns(E), LINEAR)
    P = sheet.step("Weights", "Divide by the sum.").fill("P", M / s, OUTPUT, rounded(1))
    sheet.step("Pool", "V times P.").fill("Z", V @ P, OUTPUT)
    sheet.require(small(3, R))


def batch_normalization(sheet: Draft) -> None:
    given = sheet.step("Given", "A batch X, a column for each example.")
    X = given.give("X", (3, 4), INPUT, Integers(1, 3))
    W = given.give("W", (3, 3), WEIGHT, Integers(-1, 1))
    b = given.give("b", (3, 1), BIAS, Integers(-2, 2))
    gamma = given.give("gamma", (3, 1), WEIGHT, Integers(1, 3))
    beta = given.give("beta", (3, 1), BIAS, Integers(-1, 1))
    linear = sheet.step("Linear", "Multiply, then ReLU.")
    A = linear.fill("A", relu(linear.fill("Z", beside(W, b) @ stack(X, 1), LINEAR)), HIDDEN)
    mu = sheet.step("Mean", "Of each row.").fill("mu", mean_of_rows(A), LINEAR)
    D = sheet.step("Centre", "Subtract the mean.").fill("D", A - mu, LINEAR)
    var = sheet.step("Variance", "Mean of the squares of each row.").fill("var", mean_square_of_rows(D), LINEAR)
    sigma = sheet.step("Deviation", "Its root.").fill("sigma", root(var + Fraction(1, 1000)), LINEAR, rounded(1))
    N = sheet.step("Normalize", "Divide by it.").fill("N", D / sigma, HIDDEN, rounded(1))
    sheet.step("Scale and shift", "Multiply.").fill("out", beside(diagonal(gamma), beta) @ stack(N, 1), OUTPUT)


def layer_normalization(sheet: Draft) -> None:
    X = sheet.step("Given", "Tokens X.").give("X", (4, 3), INPUT, Integers(-2, 3))
    mu = sheet.step("Mean", "Of each column.").fill("mu", mean_of_columns(X), LINEAR)
    D = sheet.step("Centre", "Subtract the mean.").fill("D", X - mu, LINEAR)
    sheet.step("Variance", "Mean of the squares.").fill("var", mean_square_of_columns(D), OUTPUT)


def residual(sheet: Draft) -> None:
    given = sheet.step("Given", "Features X and weights.")
    X = given.give("X", (3, 2), INPUT, Integers(0, 3))
    W1 = given.give("W1", (2, 3), WEIGHT, Integers(-1, 1))
    W2 = given.give("W2", (3, 2), WEIGHT, Integers(-1, 1))
    b2 = given.give("b2", (3, 1), BIAS, Integers(-1, 1))
    A1 = sheet.step("Layer 1", "Multiply, ReLU in place.").fill("A1", product_then_relu(W1, X), HIDDEN)
    sheet.step("Layer 2", "With the identity.").fill("Z2", beside(identity(3), W2, b2) @ stack(X, A1, 1), OUTPUT)


def convolutional(sheet: Draft) -> None:
    given = sheet.step("Given", "An image and two kernels.")
    image = given.give("I", (5, 5), INPUT, Integers(0, 2))
    K = [given.give(f"K{n}", (2, 2), WEIGHT, Integers(-1, 1)) for n in (1, 2)]
    over = sheet.step("Convolve", "Move each kernel over the image.")
    C = [over.fill(f"C{n}", convolution(image, k, stride=1, padding=0), LINEAR) for n, k in enumerate(K, start=1)]
    F = [over.fill(f"F{n}", relu(c), HIDDEN) for n, c in enumerate(C, start=1)]
    pool = sheet.step("Pool", "The largest, and the mean, of each window.")
    P1 = pool.fill("P1", max_pooling(F[0], size=2), HIDDEN)
    P2 = pool.fill("P2", mean_pooling(F[1], size=2), HIDDEN)
    p = sheet.step("Flatten", "All in one column.").fill("p", flattened(P1, P2), HIDDEN)
    W = given.give("W", (2, 8), WEIGHT, Integers(-1, 1))
    sheet.step("Head", "Multiply.").fill("z", W @ p, OUTPUT)


def losses(sheet: Draft) -> None:
    given = sheet.step("Given", "Predictions P and targets T.")
    P = given.give("P", (3, 4), OUTPUT, Tenths(1, 9))
    T = given.give("T", (3, 4), Role.TARGET, OneHot())
    sheet.step("Cross-entropy", "Minus the logarithm.").fill("L", cross_entropy(P, T), LINEAR, rounded(2))
    sheet.step("Binary cross-entropy", "Of every row.").fill("B", binary_cross_entropy(P, T), LINEAR, rounded(2))
    J = sheet.step("Squared error", "Add the squares.").fill("Q", squared_error(P, T), LINEAR)
    sheet.step("Mean", "Of all examples.").fill("J", mean_of_rows(J), OUTPUT)


def adam(sheet: Draft) -> None:
    given = sheet.step("Given", "A gradient g and a parameter.")
    g = given.give("g1", (2, 1), Role.GRADIENT, Integers(1, 3))
    theta = given.give("theta0", (2, 1), WEIGHT, Integers(-2, 2))
    work = sheet.step("Moments", "Mean and square.")
    m = work.fill("m1", Fraction(1, 10) * g, LINEAR)
    s = work.fill("s1", Fraction(1, 1000) * g * g, LINEAR)
    corrected = sheet.step("Correct", "Divide.")
    mhat = corrected.fill("mhat1", m / Fraction(1, 10), LINEAR)
    shat = corrected.fill("shat1", s / Fraction(1, 1000), LINEAR)
    update = sheet.step("Update", "Step.")
    update.fill("theta1", theta - Fraction(1, 10) * mhat / (root(shat) + Fraction(1, 1000)), OUTPUT, rounded(3))


def perceptron(sheet: Draft) -> None:
    given = sheet.step("Given", "A sample x, its target, and weights with the bias last.")
    x = given.give("x1", (2, 1), INPUT, Integers(0, 1))
    t = given.give("t1", (1, 1), Role.TARGET, Integers(0, 1))
    w = given.give("w0", (1, 3), WEIGHT, Integers(-1, 1))
    z = sheet.step("Sum", "Multiply.").fill("z1", w @ stack(x, 1), LINEAR)
    y = sheet.step("Step", "1 unless negative.").fill("y1", step(z), HIDDEN)
    e = sheet.step("Error", "Target minus answer.").fill("e1", t - y, LINEAR)
    sheet.step("Update", "Add.").fill("w1", w + e * stack(x, 1).T, OUTPUT)


def experts(sheet: Draft) -> None:
    given = sheet.step("Given", "Tokens X, a gate and two experts.")
    X = given.give("X", (3, 4), INPUT, Integers(0, 2))
    G = given.give("G", (2, 3), WEIGHT, Integers(-1, 2))
    E = [
        (given.give(f"E{n}", (2, 3), WEIGHT, Integers(-1, 1)), given.give(f"e{n}", (2, 1), BIAS, Integers(0, 1)))
        for n in (1, 2)
    ]
    Zg = sheet.step("Gate", "Multiply.").fill("Zg", G @ X, LINEAR)
    choice = sheet.step("Choose", "1 at the largest.").fill("choice", largest(Zg), HIDDEN)
    chosen = sheet.step("Experts", "Each token by its expert.")
    chosen.fill("O", routed(choice, X, *(beside(*expert) for expert in E)), OUTPUT)


def sampling(sheet: Draft) -> None:
    given = sheet.step("Given", "Words, their probabilities at two positions, and random numbers.")
    words = given.give("words", (3, 1), INPUT, OneOf(((("sun",), ("rain",), ("snow",)),)), View.WORDS)
    P = given.give(
        "P",
        (3, 2),
        OUTPUT,
        OneOf(
            (((Fraction(1, 2), Fraction(1, 5)), (Fraction(3, 10), Fraction(3, 10)), (Fraction(1, 5), Fraction(1, 2))),)
        ),
    )
    r = given.give("r", (1, 2), INPUT, Tenths(1, 9))
    Cum = sheet.step("Add upwards", "From the last word.").fill("Cum", cumulated(P), LINEAR)
    last = sheet.step("Sample", "Which word's interval holds r?")
    last.fill("sentence", in_interval(Cum, words, r), Role.ANSWER, view=View.WORDS)


def encoding(sheet: Draft) -> None:
    given = sheet.step("Given", "Words X at positions.")
    X = given.give("X", (4, 3), INPUT, Integers(-1, 1))
    pos = given.give("pos", (1, 3), INPUT, OneOf((((0, 1, 2),),)))
    PE = sheet.step("Waves", "Sine and cosine.").fill(
        "PE", positional_encoding(pos, size=4, base=100), LINEAR, rounded(2)
    )
    sheet.step("Add", "Cell by cell.").fill("Y", X + PE, OUTPUT)


def activations(sheet: Draft) -> None:
    x = sheet.step("Given", "Numbers x.").give("x", (1, 5), INPUT, Integers(-3, 3))
    work = sheet.step("Activations", "Apply each.")
    s = work.fill("sigma", sigmoid(x), HIDDEN, rounded(2))
    h = work.fill("tanh", tanh(x), HIDDEN, rounded(2))
    work.fill("leaky", leaky_relu(x, slope=Fraction(1, 10)), HIDDEN)
    slopes = sheet.step("Slopes", "From the printed values.")
    slopes.fill("dsigma", s * (1 - s), OUTPUT)
    slopes.fill("dtanh", 1 - h * h, OUTPUT)


def recurrent(sheet: Draft) -> None:
    given = sheet.step("Given", "Inputs X over time.")
    X = given.give("X", (2, 3), INPUT, Integers(0, 2))
    B = given.give("B", (2, 2), WEIGHT, Integers(-1, 1))
    A = given.give("A", (2, 2), WEIGHT, Integers(-1, 1))
    b = given.give("b", (2, 1), BIAS, Integers(-1, 1))
    h = given.give("h0", (2, 1), HIDDEN, Integers(0, 1))
    linear, output = sheet.step("Linear", "Multiply."), sheet.step("Activation", "ReLU.")
    for t in (1, 2, 3):
        with sheet.block("time {t}", t=t):
            z = linear.fill(f"z{t}", beside(B, A, b) @ stack(X.columns(t - 1, t), h, 1), LINEAR)
            h = output.fill(f"h{t}", relu(z), HIDDEN)


def normalised_graph(sheet: Draft) -> None:
    given = sheet.step("Given", "A graph.")
    G = given.give("G", (4, 4), INPUT, ConnectedGraph(), View.GRAPH, "graph", tuple("ABCD"))
    X = given.give("X", (2, 4), INPUT, Integers(0, 2), headings=tuple("ABCD"))
    Adj = sheet.step("Adjacency", "Enter.").fill(
        "Adj", with_self_loops(G), LINEAR, headings=tuple("ABCD"), row_headings=tuple("ABCD")
    )
    An = sheet.step("Normalise", "Divide columns.").fill("An", column_shares(Adj), LINEAR, rounded(2))
    H = sheet.step("Pool", "Multiply.").fill("H", X @ An, HIDDEN)
    sheet.step("Readout", "Add up each row.").fill("R", sum_of_rows(H), OUTPUT)


SHAPES: tuple[Callable[[Draft], None], ...] = (
    softmax_in_steps,
    attention,
    batch_normalization,
    layer_normalization,
    residual,
    convolutional,
    losses,
    adam,
    perceptron,
    experts,
    sampling,
    encoding,
    activations,
    recurrent,
    normalised_graph,
)


def blueprint_of(shape: Callable[[Draft], None]) -> Blueprint:
    sheet = Draft({}, str)
    shape(sheet)
    name = shape.__name__.replace("_", "-")
    return sheet.blueprint(name, name.capitalize())
