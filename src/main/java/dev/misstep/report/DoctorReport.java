package dev.misstep.report;

import dev.misstep.report.Style.Tone;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was examined, how it was found, and what to do about it. */
public final class DoctorReport implements PrintedReport {
    private static final int NAME_COLUMNS = 13;

    private final List<Check> checks;

    public DoctorReport(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** How something was found. */
    public enum State {
        GOOD,
        /** It works, but costs time. */
        DOUBTFUL,
        /** It stands in the way of a build. */
        BAD;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing examined.
     *
     * @param name a word or two
     * @param found what is there
     * @param advice what to do, {@code null} exactly where it is good
     */
    public record Check(
            State state,
            String name,
            String found,
            @Nullable String advice) {
        public Check {
            if ((state == State.GOOD) != (advice == null)) {
                throw new IllegalArgumentException("what is not good needs advice, and only that: " + name);
            }
        }

        /** Nothing is to be done. */
        public static Check good(String name, String found) {
            return new Check(State.GOOD, name, found, null);
        }
    }

    /** Whether something stands in the way of a build. */
    public boolean isBad() {
        return checks.stream().anyMatch(check -> check.state() == State.BAD);
    }

    /** As JSON, schema {@code misstep-doctor/1}. The stream is flushed and stays open. */
    @Override
    public void writeJson(OutputStream out) throws IOException {
        JsonFields.document(out, json -> {
            JsonFields fields = new JsonFields(json);
            json.writeStartObject();
            fields.text("schema", "misstep-doctor/1");
            json.writeArrayFieldStart("checks");
            for (Check check : checks) {
                json.writeStartObject();
                fields.text("name", check.name());
                fields.text("state", check.state().label());
                fields.text("found", check.found());
                fields.text("advice", check.advice());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    @Override
    public String text(int columns, boolean colour) {
        Style style = new Style(colour);
        StringBuilder out = new StringBuilder();
        for (Check check : checks) {
            String mark = switch (check.state()) {
                case GOOD -> style.of(Tone.HIT, "ok  ");
                case DOUBTFUL -> style.of(Tone.RAN, "note");
                case BAD -> style.of(Tone.BAD, "BAD ");
            };
            out.append(mark)
                    .append("  ")
                    .append(TextWidth.padRight(check.name(), NAME_COLUMNS))
                    .append(SafeText.oneLine(check.found()))
                    .append('\n');
            String advice = check.advice();
            if (advice != null) {
                out.append(" ".repeat(6 + NAME_COLUMNS))
                        .append(SafeText.oneLine(advice))
                        .append('\n');
            }
        }
        return out.toString();
    }
}
