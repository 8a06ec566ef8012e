package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.Build;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole logs as one string of JSON or Python, and as the arrays of Loki's answers. */
class OneStringLogTest {
    @ParameterizedTest
    @EnumSource
    void aStringIsReadAsTheLogItHolds(SampleBuilds kind) throws JsonProcessingException {
        for (long seed = 0; seed < 8; seed++) {
            String log = String.join("\n", kind.lines(seed)) + "\n";
            List<String> facts = SampleBuilds.facts(Logs.read(log));
            for (String string : List.of(json(log), json(log) + "\n", python(log), "log = b" + python(log) + "\n")) {
                assertThat(SampleBuilds.facts(Logs.read(string))).as("%d", seed).isEqualTo(facts);
            }
        }
    }

    @Test
    void aStringThatACommandPrintsIsNoLog() {
        String steps = "Step 1/9 : FROM a\\nStep 2/9 : RUN b\\n".repeat(5);
        String log = "#1 [1/2] FROM a\n#1 DONE 0.1s\n\n#2 [2/2] RUN b\n\"" + steps + "\"\n#2 DONE 0.1s\n";
        Build build = Logs.one(log);
        assertThat(build.wrapper()).isEqualTo("none");
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.1", "2 executed 0.1");
    }

    @ParameterizedTest
    @EnumSource
    void lokisValuesAreLinesTheNewestFirst(SampleBuilds kind) throws JsonProcessingException {
        for (long seed = 0; seed < 8; seed++) {
            List<String> lines = kind.lines(seed);
            List<String> facts = SampleBuilds.facts(Logs.read(String.join("\n", lines) + "\n"));
            for (boolean newestFirst : new boolean[] {false, true}) {
                String answer = json(Map.of("streams", List.of(stream("a", lines, newestFirst))));
                assertThat(SampleBuilds.facts(Logs.read(answer))).as("%d", seed).isEqualTo(facts);
            }
        }
    }

    @Test
    void lokisStreamsAreWriters() throws JsonProcessingException {
        List<String> one = SampleBuilds.CLASSIC.lines(1);
        List<String> other = SampleBuilds.CLASSIC.lines(2);
        List<Build> builds =
                Logs.read(json(Map.of("streams", List.of(stream("a", one, true), stream("b", other, true)))));
        List<String> alone = new ArrayList<>(SampleBuilds.facts(Logs.read(String.join("\n", one) + "\n")));
        alone.addAll(SampleBuilds.facts(Logs.read(String.join("\n", other) + "\n")));
        assertThat(SampleBuilds.facts(builds)).containsExactlyInAnyOrderElementsOf(alone);
    }

    private static Map<String, Object> stream(String pod, List<String> lines, boolean newestFirst) {
        List<List<String>> values = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            values.add(List.of(Long.toString(1_700_000_000_000_000_000L + i * 123_456_789L), lines.get(i)));
        }
        if (newestFirst) {
            Collections.reverse(values);
        }
        return new TreeMap<>(Map.of("stream", Map.of("pod", pod), "values", values));
    }

    private static String json(Object value) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(value);
    }

    private static String python(String text) {
        String written = text.replace("\\", "\\\\")
                .replace("'", "\\'")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
                .replace("\u001b", "\\x1b");
        return "'" + written + "'";
    }
}
