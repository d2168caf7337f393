"""What the cells of a table in LaTeX say: their labels, spans, marks, spreads and signs."""

from __future__ import annotations

from pathlib import Path

import pytest
from typed_latex import HEAD, cell, table, texts


def test_a_cell_knows_its_labels(tmp_path: Path) -> None:
    one = table(tmp_path, r"\toprule Model & F1 & EM \\ \midrule BERT & 88.5 & 80.8 \\ LSTM & 77.1 & 70 \\ \bottomrule")
    assert one.label == "Table 1"
    assert one.caption == "A caption."
    assert (cell(one, "80.8").row, cell(one, "80.8").column) == (("BERT",), ("EM",))
    assert cell(one, "70").value == 70
    assert texts(one)[:3] == ["Model", "F1", "EM"]


def test_a_comment_is_no_text(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + "x & 1.5\\% & 2 % 3.5 & 4\n\\\\\n%y & 7 & 8 \\\\\nz & 5 & 6 \\\\ \\iffalse q & 9 & 9 \\\\ \\fi")
    assert texts(one) == ["A", "B", "x", "1.5%", "2", "z", "5", "6"]


def test_a_cell_can_span_columns(tmp_path: Path) -> None:
    rows = (
        r"& \multicolumn{2}{c}{Dev} & \multicolumn{2}{|c|}{\bf Test} \\ \cmidrule(lr){2-3}\cline{4-5} & F1 & "
        r"EM & F1 & EM \\ \hline a & 1 & 2 & 3 & 4.5 \\"
    )
    one = table(tmp_path, rows, "l*{4}{r}")
    assert cell(one, "Dev").size == (1, 2)
    assert cell(one, "Test").marks == ("bold",)
    assert cell(one, "4.5").column == ("Test", "EM")


def test_a_cell_can_span_rows_down_and_up(tmp_path: Path) -> None:
    one = table(
        tmp_path,
        r"G & M & V \\ \hline \multirow{2}{*}{P} & a & 1.5 \\ & b & 2.5 \\ \hline & c & 3.5 \\ \multirow{-2}{2cm}{Q} & d & 4.5 \\",
        "llr",
    )
    assert cell(one, "P").size == (2, 1)
    assert (cell(one, "Q").at, cell(one, "Q").size) == ((3, 0), (2, 1))
    assert [value.row for value in one.cells if value.value] == [("P", "a"), ("P", "b"), ("Q", "c"), ("Q", "d")]


def test_rows_and_columns_together(tmp_path: Path) -> None:
    rows = (
        r"\multicolumn{2}{c}{\multirow{2}{*}{Model}} & \multicolumn{2}{c}{Score} \\ \multicolumn{2}{c}{} & F1 "
        r"& EM \\ \hline a & b & 1 & 2.5 \\"
    )
    one = table(tmp_path, rows, "llrr")
    assert cell(one, "Model").size == (2, 2)
    assert cell(one, "2.5").column == ("Score", "EM")


def test_a_stack_of_names_beside_stacks_of_values_is_as_many_rows(tmp_path: Path) -> None:
    stacks = r"\makecell[l]{Men\\ Women} & \makecell{38\\ 19} & \makecell{1.5\\ 2.5} \\ All & 57 & 2.0 \\"
    one = table(tmp_path, r"Group & N & Mean \\ \hline " + stacks)
    assert texts(one)[3:] == ["Men", "38", "1.5", "Women", "19", "2.5", "All", "57", "2.0"]
    assert (cell(one, "2.5").row, cell(one, "2.5").column) == (("Women",), ("Mean",))


@pytest.mark.parametrize(
    ("row", "read"),
    [
        (r"\makecell{Men and\\ women} & 38 & 1.5", ["Men and women", "38", "1.5"]),
        (r"\makecell{Men\\ Women} & \makecell{38\\ 19\\ 7} & \makecell{1.5\\ 2.5}", ["Men Women", "38 19 7", "1.5 2.5"]),
        (r"Men & \makecell{1.5\\ (0.2)} & \makecell{2.5\\ (0.3)}", ["Men", "1.5 (0.2)", "2.5 (0.3)"]),
    ],
)
def test_a_stack_that_no_other_goes_with_stays_one_cell(tmp_path: Path, row: str, read: list[str]) -> None:
    assert texts(table(tmp_path, rf"Group & N & Mean \\ \hline {row} \\"))[3:] == read


def test_a_value_and_its_spread_in_two_close_columns_are_one_cell(tmp_path: Path) -> None:
    rows = r"& \multicolumn{2}{c}{A} & \multicolumn{2}{c}{B} \\ \hline x & 3.42 & (0.91) & 4.51 & (0.22) \\"
    close = table(tmp_path, rows, r"lr@{\hspace{2pt}}lr@{\hspace{2pt}}l")
    (first, second) = [cell for cell in close.cells if cell.value is not None]
    assert [[(number.value, number.part) for number in both.numbers] for both in (first, second)] == [
        [(3.42, ""), (0.91, "bracket")],
        [(4.51, ""), (0.22, "bracket")],
    ]
    assert second.column == ("B",)
    assert texts(table(tmp_path, rows, "lrlrl"))[2:] == ["x", "3.42", "(0.91)", "4.51", "(0.22)"]


def test_two_close_columns_of_values_are_two(tmp_path: Path) -> None:
    assert texts(table(tmp_path, HEAD + r"x & 3.42 & 4.51 \\", r"lr@{\hspace{2pt}}r"))[2:] == ["x", "3.42", "4.51"]


def test_a_head_in_the_middle_between_two_upright_lines_is_over_all_columns_there(tmp_path: Path) -> None:
    rows = r"& & Dev & & & Test & \\ Model & P & R & F & P & R & F \\ \hline x & 1.5 & 2.5 & 3.5 & 4.5 & 5.5 & 6.5 \\"
    lined = table(tmp_path, rows, "l|rrr|rrr")
    assert (cell(lined, "Dev").size, cell(lined, "Test").at) == ((1, 3), (0, 4))
    assert (cell(lined, "1.5").column, cell(lined, "6.5").column) == (("Dev", "P"), ("Test", "F"))
    assert cell(table(tmp_path, rows, "lrrrrrr"), "1.5").column == ("P",)


@pytest.mark.parametrize(
    ("printed", "text", "note"),
    [
        (r"$W^{ab}$", "W^ab", ""),
        (r"$x_{i}^{ab}$", "xi^ab", ""),
        (r"BERT$^{ab}$", "BERT", "ab"),
        (r"Accuracy$^{3}$", "Accuracy", "3"),
        (r"$m^{3}$", "m^3", ""),
    ],
)
def test_what_is_raised_in_a_formula_names_a_variable_and_on_a_word_a_note(tmp_path: Path, printed: str, text: str, note: str) -> None:
    label = table(tmp_path, HEAD + rf"{printed} & 1 & 2 \\").cells[2]
    assert (label.text, label.note) == (text, note)


def test_a_row_that_prints_nothing_is_none(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + r"\multirow{3}{*}{x} & 1 & 2 \\[2pt] & & \\ & 3 & 4 \\ \addlinespace[3pt] y & 5 & 6 \\*")
    assert cell(one, "x").size == (2, 1)
    assert cell(one, "5").at == (3, 1)


def test_marks_are_kept(tmp_path: Path) -> None:
    rows = HEAD + (
        r"b & \textbf{1.5} & {\bf 2.5} \\ c & $\mathbf{3.5}$ & \underline{4.5} \\ d & \emph{5.5} & \bfseries "
        r"6.5 \\ e & \textbf{7.5} / 8.5 & $\boldsymbol{9.5}$ \\"
    )
    one = table(tmp_path, rows)
    assert [cell(one, text).marks for text in ("1.5", "2.5", "3.5", "4.5", "5.5", "6.5", "7.5 / 8.5", "9.5")] == [
        ("bold",),
        ("bold",),
        ("bold",),
        ("underline",),
        ("italic",),
        ("bold",),
        ("bold",),
        ("bold",),
    ]


def test_bold_ends_with_its_cell(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + r"x & \bf 1.5 & 2.5 \\")
    assert cell(one, "2.5").marks == ()


def test_raised_marks_are_apart_from_values(tmp_path: Path) -> None:
    rows = HEAD + (
        r"x$^\dagger$ & 1.5$^{*}$ & $2.5^{a}$ \\ y\textsuperscript{1} & 3.5\tnote{b} & 4.5\footnotemark[2] \\ "
        r"z & 5.5$^{\text{b,c}}$ & 6.5\textsuperscript{3} \\"
    )
    one = table(tmp_path, rows)
    assert [(value.text, value.note) for value in one.cells[2:]] == [
        ("x", "†"),
        ("1.5", "*"),
        ("2.5", "a"),
        ("y", "1"),
        ("3.5", "b"),
        ("4.5", "2"),
        ("z", ""),
        ("5.5", "b,c"),
        ("6.5", "3"),
    ]


def test_exponents_stay_in_the_text(tmp_path: Path) -> None:
    one = table(
        tmp_path, HEAD + r"$R^2$ & $3\times10^{-5}$ & $10^{4}$ \\ $m^{-2}$ & 0.1 & $1.2 \cdot 10^3$\\ UD$^{++}$ & 10$^{th}$ & $2^{10}$ \\"
    )
    assert texts(one)[2:] == ["R^2", "3 × 10^-5", "10^4", "m^-2", "0.1", "1.2 · 10^3", "UD++", "10th", "2^10"]
    assert cell(one, "3 × 10^-5").value == pytest.approx(3e-5)


def test_what_is_lowered_beside_a_value_is_its_spread(tmp_path: Path) -> None:
    rows = HEAD + (
        r"$F_1$ & $0.41_{0.05}$ & 2.5{\scriptsize 0.3} \\ LD$_{SC}$ & $3.5_{\pm 0.2}$ & "
        r"4.5\textsubscript{0.4} \\ x & $5.5^{+0.1}_{-0.2}$ & 6.5{\tiny$\pm$0.7}\\"
    )
    one = table(tmp_path, rows)
    assert [(value.value, [number.text for number in value.numbers if number.part == "spread"]) for value in one.cells if value.value] == [
        (0.41, ["0.05"]),
        (2.5, ["0.3"]),
        (3.5, ["0.2"]),
        (4.5, ["0.4"]),
        (5.5, ["+0.1", "−0.2"]),
        (6.5, ["0.7"]),
    ]
    assert texts(one)[2] == "F1"
    assert "LDSC" in texts(one)


def test_numbers_of_siunitx_are_printed(tmp_path: Path) -> None:
    rows = (
        r"{Name} & {A} & {B} \\ \hline x & -1.5 & 2.50 +- 0.04 \\ y & 1.23(4) & 3e-4 \\ z & {n/a} & \bfseries "
        r"4.5 \\ w & \num{1.5e3} & \SI{12}{\percent} \\"
    )
    one = table(tmp_path, rows, "lSS[table-format=1.2]")
    assert texts(one)[3:] == ["x", "−1.5", "2.50 ± 0.04", "y", "1.23(4)", "3 × 10^-4", "z", "n/a", "4.5", "w", "1.5 × 10^3", "12%"]
    assert cell(one, "4.5").marks == ("bold",)
    assert cell(one, "−1.5").value == -1.5


def test_columns_can_be_formulas_or_bold(tmp_path: Path) -> None:
    one = table(tmp_path, r"a & x & y \\ \hline b & -1.5 & -2.5 \\ c & 3 & 4 \\", r">{\bfseries}l>{$}r<{$}D{.}{.}{2}")
    assert texts(one)[3:6] == ["b", "−1.5", "−2.5"]
    assert cell(one, "b").marks == ("bold",)


def test_a_column_type_of_the_paper_is_known(tmp_path: Path) -> None:
    one = table(
        tmp_path, HEAD + r"b & 1 & 2 \\ \hline", r"L{2cm}*{2}{R}", r"\newcolumntype{L}[1]{>{\bf}p{#1}}\newcolumntype{R}{>{\itshape}r}"
    )
    assert (cell(one, "b").marks, cell(one, "1").marks) == (("bold",), ("italic",))


def test_what_joins_two_columns_joins_their_cells(tmp_path: Path) -> None:
    one = table(
        tmp_path, r"M & \multicolumn{2}{c}{A} & \multicolumn{2}{c}{B} \\ \hline x & 12 & 5 & 3.5 & 0.2 \\", r"lr@{.}lr@{$\,\pm\,$}l"
    )
    assert texts(one)[3:] == ["x", "12.5", "3.5 ± 0.2"]
    assert (cell(one, "12.5").column, cell(one, "12.5").size) == (("A",), (1, 2))


def test_lines_within_a_cell_are_one_text(tmp_path: Path) -> None:
    rows = (
        r"\makecell[l]{Two\\ lines} & \shortstack{A\\(in \%)} & \thead{B} \\ \hline "
        r"\rotatebox[origin=c]{90}{\begin{tabular}{@{}l@{}}up\\ right\end{tabular}} & 1~000 & 2\,000 \\"
    )
    one = table(tmp_path, rows)
    assert texts(one)[:4] == ["Two lines", "A (in %)", "B", "up right"]
    assert cell(one, "2\u2009000").value == 2000


def test_colours_and_spaces_print_nothing(tmp_path: Path) -> None:
    rows = HEAD + (
        r"\rowcolor[gray]{0.9} x & \cellcolor{blue!25}1.5 & \phantom{0}2.5 \\ \rowcolor{red} y & "
        r"\textcolor{red}{3.5} & \hspace{1em}{\color[HTML]{FF0000}4.5} \\"
    )
    assert texts(table(tmp_path, rows))[2:] == ["x", "1.5", "2.5", "y", "3.5", "4.5"]


def test_dashes_and_signs_are_as_printed(tmp_path: Path) -> None:
    rows = HEAD + r"x--y & -- & --- \\ z & $-1.5$ & -2.5 \\ w & $-$ & \checkmark \\ v & \ding{55} & $<$0.01 \\ u & 5.5\% & $>99.5$ \\"
    assert texts(table(tmp_path, rows))[2:] == [
        "x–y",
        "–",
        "—",
        "z",
        "−1.5",
        "-2.5",
        "w",
        "−",
        "✓",
        "v",
        "✗",
        "<0.01",
        "u",
        "5.5%",
        "> 99.5",
    ]


@pytest.mark.parametrize(
    "label",
    [
        r"\quad hot",
        "~~hot",
        r"\ \ hot",
        r"\hspace{1em}hot",
        r"\hspace*{3mm} hot",
        r"\hskip 10pt hot",
        r"\textit{\quad hot}",
        r"\hphantom{xx}hot",
    ],
)
def test_a_label_set_in_stands_under_the_one_above(tmp_path: Path, label: str) -> None:
    one = table(tmp_path, HEAD + rf"steel & 1.5 & 2.5 \\ {label} & 3.5 & 4.5 \\ coal & 5.5 & 6.5 \\")
    assert cell(one, "3.5").row == ("steel", "hot")
    assert cell(one, "5.5").row == ("coal",)


@pytest.mark.parametrize("blanks", ["~", " ", r"\,", r"\small ", r"\rowcolor{gray}"])
def test_a_single_blank_sets_no_label_in(tmp_path: Path, blanks: str) -> None:
    one = table(tmp_path, HEAD + rf"steel & 1.5 & 2.5 \\ {blanks}hot & 3.5 & 4.5 \\")
    assert cell(one, "3.5").row == ("hot",)


def test_a_centred_label_is_not_set_in(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + r"steel & 1.5 & 2.5 \\ \quad hot & 3.5 & 4.5 \\", columns="crr")
    assert cell(one, "3.5").row == ("hot",)


def test_bounds_of_whole_numbers_stand_beside_the_value(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + r"b & $101^{+12}_{-15}$ & $10^{5}$ \\ c & $7_{-2}^{+1}$ & $10^{-3}$ \\")
    assert [number.value for number in cell(one, "101 +12, −15").numbers] == [101, 12, -15]
    assert [number.value for number in cell(one, "7 −2, +1").numbers] == [7, -2, 1]
    assert cell(one, "10^-3").value == 0.001


def test_a_box_cut_in_two_keeps_both_words(tmp_path: Path) -> None:
    assert texts(table(tmp_path, r"\diagbox{Row}{Column} & A & B \\ \hline x & 1 & 2 \\"))[0] == "Row Column"


def test_macros_of_the_paper_are_expanded_in_cells(tmp_path: Path) -> None:
    preamble = (
        r"\newcommand{\pos}[1]{\textcolor{green}{+#1}}\newcommand{\best}[2][bold]{\textbf{#2}}\def\sys{OurSys}\def\pair#1/#2;{#1 "
        r"(#2)}\newcommand\row{r & 9.5 & 8.5 \\}"
    )
    one = table(
        tmp_path, HEAD + r"\sys & 1.5 \pos{0.3} & \best{2.5} \\ \sys{}-2 & \best[x]{3.5} & \pair 4.5/0.1; \\ \row", preamble=preamble
    )
    assert texts(one)[2:] == ["OurSys", "1.5 +0.3", "2.5", "OurSys-2", "3.5", "4.5 (0.1)", "r", "9.5", "8.5"]
    assert cell(one, "2.5").marks == cell(one, "3.5").marks == ("bold",)


def test_a_line_trimmed_by_lengths_prints_nothing(tmp_path: Path) -> None:
    rows = r" & \multicolumn{2}{c}{Both} \\ \cmidrule(l{2pt}r{.5em}){2-3} & A & B \\ \hline x & 1.5 & 2.5 \\ y & 3.5 & 4.5 \\"
    one = table(tmp_path, rows)
    assert cell(one, "2.5").column == ("Both", "B")
    assert [text for text in texts(one) if "pt" in text] == []


def test_a_cell_that_names_its_span_leaves_the_covered_cells_in_place(tmp_path: Path) -> None:
    rows = r" & \SetCell[c=2]{c} Both & & One \\ Name & a & b & c \\ \hline x & 1.5 & 2.5 & 3.5 \\ y & 4.5 & 5.5 & 6.5 \\"
    assert cell(table(tmp_path, rows, "lccc", environment="tblr"), "3.5").column == ("One", "c")
    block = rows.replace(r"\SetCell[c=2]{c} Both", r"\Block{1-2}{Both}")
    assert cell(table(tmp_path, block, "lccc", environment="NiceTabular"), "2.5").column == ("Both", "b")


def test_a_sign_that_a_column_prints_with_each_cell_is_of_the_cell(tmp_path: Path) -> None:
    one = table(tmp_path, r"& \multicolumn{1}{c}{A} & B \\ x & 80.1 & 3 \\ y & & 4", columns=r"l>{\small\hspace{0pt}}r<{\,\%}>{(}c<{)}")
    assert texts(one) == ["A", "(B)", "x", "80.1 %", "(3)", "y", "(4)"]


def test_a_wide_space_parts_words_and_a_thin_one_does_not(tmp_path: Path) -> None:
    one = table(tmp_path, r"& A & B \\ big\hspace*{1em}model & 1\hspace{-2pt} & 7\hspace{1pt}k", columns="lrr")
    assert texts(one)[2:] == ["big model", "1", "7k"]


def test_bounds_set_above_each_other_in_brackets_are_both_read(tmp_path: Path) -> None:
    read = table(
        tmp_path,
        r"Star & Time & Flux \\ \hline First & $32.02(^{545}_{535})$ & $1.20(^{31})$ \\ Second & $44.24(^{39}_{43})$ & $1.31(^{22})$ \\",
    )
    assert [number.value for number in cell(read, "32.02(545;535)").numbers] == [32.02, 545, 535]
    assert [number.value for number in cell(read, "1.20(31)").numbers] == [1.20, 31]
