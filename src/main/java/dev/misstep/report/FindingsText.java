package dev.misstep.report;

import dev.misstep.advise.Finding;
import dev.misstep.advise.Proof;
import dev.misstep.advise.Severity;
import dev.misstep.report.Style.Tone;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Findings for a terminal: what costs, what to do, and the patch. */
final class FindingsText {
    private static final String INDENT = "  ";

    private final int columns;
    private final Style style;

    FindingsText(int columns, Style style) {
        this.columns = columns;
        this.style = style;
    }

    void appendTo(StringBuilder out, List<Finding> findings) {
        for (Finding finding : findings) {
            String place = finding.file() == null
                    ? ""
                    : SafeText.oneLine(finding.file()) + (finding.line() == null ? "" : ":" + finding.line()) + " ";
            out.append(style.of(Tone.HEADING, place + finding.rule().label()))
                    .append(style.of(
                            finding.severity() == Severity.HIGH ? Tone.BAD : Tone.QUIET,
                            " " + finding.severity().label()))
                    .append('\n');
            wrapped(out, finding.message());
            wrapped(out, "Do: " + finding.fix() + ".");
            if (finding.risk() != null) {
                wrapped(out, "Look at: " + finding.risk() + ".");
            }
            if (finding.savesSeconds() != null) {
                wrapped(
                        out,
                        "Saves " + Durations.text(finding.savesSeconds()) + " per build"
                                + (finding.proof() == Proof.VERIFIED ? ", as measured." : "."));
            }
            if (finding.proof() == Proof.VERIFIED && finding.savesSeconds() == null) {
                wrapped(out, "Verified by builds.");
            }
            if (finding.patch() != null) {
                finding.patch()
                        .lines()
                        .forEach(line -> out.append(INDENT)
                                .append(INDENT)
                                .append(style.of(Tone.QUIET, patchLine(line)))
                                .append('\n'));
            }
            out.append('\n');
        }
    }

    /** A patch is to be taken as it stands, tabs too. */
    private static String patchLine(String line) {
        return Arrays.stream(line.split("\t", -1)).map(SafeText::visible).collect(Collectors.joining("\t"));
    }

    private void wrapped(StringBuilder out, String sentence) {
        int room = Math.max(20, columns - INDENT.length());
        WrappedWords.lines(List.of(SafeText.oneLine(sentence).split(" ")), room)
                .forEach(line -> out.append(INDENT).append(line).append('\n'));
    }
}
