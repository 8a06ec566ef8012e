package dev.misstep.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.log.wrapper.Unwrapping;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Status messages that are one JSON document rather than a log of lines: a whole build gathered in one object, or an array of
 * messages. It may be much larger than any line, so it is read as a stream and kept vertex by vertex. In one object all may
 * stand in any order; in an array, or one after another, messages are in the order they came.
 */
final class StatusDocument {
    /** How much of a text is looked at to tell whether it is one. */
    static final int LOOKED_AT = 1 << 18;

    private static final Pattern BEGINNING = Pattern.compile(
            "\\uFEFF?\\s{0,1000}(\\[\\s{0,1000})?\\{\\s{0,1000}\"(?i:vertexes|statuses|logs|warnings)\"\\s{0,10}:\\s{0,10}(?:\\[|null\\b)");

    // what ends an object printed over several lines
    private static final String CLOSED = "\n}";

    private final String source;
    private final BuildListener listener;
    private final List<Build> builds = new ArrayList<>();
    private StatusAssembler assembler;
    private long firstLine = 1;
    private boolean begun;

    private StatusDocument(String source, BuildListener listener) {
        this.source = source;
        this.listener = listener;
        this.assembler = new StatusAssembler(Format.RAWJSON, firstLine, listener);
    }

    /**
     * Whether a text is such a document. Messages that each have a line, or are small and printed over several, are a log:
     * other text may stand between them.
     *
     * @param head its first {@link #LOOKED_AT} bytes, or all of it
     */
    static boolean begins(byte[] head) {
        String beginning = new String(head, StandardCharsets.UTF_8);
        boolean more = head.length >= LOOKED_AT;
        Matcher matcher = BEGINNING.matcher(beginning);
        if (!matcher.lookingAt()) {
            return false;
        }
        if (matcher.group(1) != null) {
            return true;
        }
        int open = beginning.indexOf('{');
        int newline = beginning.indexOf('\n', open);
        if (newline < 0) {
            return more;
        }
        boolean alone = beginning.substring(open + 1, newline).isBlank();
        return alone && more && beginning.indexOf(CLOSED, open) < 0;
    }

    /** Reads the builds it holds. */
    static List<Build> read(String source, InputStream in) throws IOException {
        return new StatusDocument(source, BuildListener.NONE).readAll(in);
    }

    private List<Build> readAll(InputStream in) throws IOException {
        Faults faults = new Faults(in);
        long line = 1;
        try (JsonParser json = SolveStatusJson.open(faults)) {
            try {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    line = json.currentLocation().getLineNr();
                    if (token == JsonToken.START_OBJECT) {
                        message(json);
                    } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                        throw new IOException("not a status message");
                    }
                }
            } catch (IOException e) {
                faults.rethrow();
                line = Math.max(line, json.currentLocation().getLineNr());
                assembler.diagnose(line, "the status messages are damaged or cut off here; what follows was not read");
            }
        }
        finish();
        return builds;
    }

    private void message(JsonParser json) throws IOException {
        boolean[] first = {true};
        SolveStatusJson.object(json, piece -> {
            long line = json.currentLocation().getLineNr();
            if (first[0] && assembler.isAnother(piece)) {
                finish();
                firstLine = line;
                assembler = new StatusAssembler(Format.RAWJSON, firstLine, listener);
            }
            first[0] = false;
            begun |= !piece.vertexes().isEmpty();
            assembler.accept(piece, line);
        });
    }

    private void finish() {
        if (begun) {
            for (BuildDraft draft : TargetBuilds.of(assembler.draft())) {
                builds.add(draft.build(source, builds.size() + 1, Unwrapping.NONE, Clock.EXACT));
            }
        }
        begun = false;
    }

    /** Tells a source that cannot be read from one that holds no JSON. */
    private static final class Faults extends FilterInputStream {
        private @Nullable IOException fault;

        Faults(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            try {
                return super.read(bytes, from, count);
            } catch (IOException e) {
                fault = e;
                throw e;
            }
        }

        void rethrow() throws IOException {
            if (fault != null) {
                throw fault;
            }
        }
    }
}
