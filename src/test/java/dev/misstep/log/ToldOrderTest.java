package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.LogLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a listener hears of a vertex that begins, works and ends within one message of the builder, as a quick transfer does. */
class ToldOrderTest {
    private static final String WORK = """
            "statuses":[{"id":"transferring context:","vertex":"sha256:aa","current":3000000,"timestamp":"2026-01-01T00:00:01Z",\
            "started":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:01Z"}],\
            "logs":[{"vertex":"sha256:aa","stream":1,"data":"c2VudAo=","timestamp":"2026-01-01T00:00:01Z"}]}""";

    @Test
    void allThatAMessageTellsOfAVertexComesBeforeItsEnd() {
        assertThat(heard("{\"vertexes\":[" + vertex("00", "01") + "]," + WORK))
                .containsExactly("started", "transferring context: 3000000", "output sent", "finished executed 1.0");
    }

    @Test
    void oneThatBeginsAgainEndsBefore() {
        assertThat(heard("{\"vertexes\":[" + vertex("00", "00") + "," + vertex("02", "03") + "]," + WORK))
                .containsExactly(
                        "started",
                        "finished executed 0.0",
                        "started",
                        "transferring context: 3000000",
                        "output sent",
                        "finished executed 1.0");
    }

    private static String vertex(String from, String to) {
        return "{\"digest\":\"sha256:aa\",\"name\":\"[internal] load build context\",\"started\":\"2026-01-01T00:00:"
                + from + "Z\",\"completed\":\"2026-01-01T00:00:" + to + "Z\"}";
    }

    private static List<String> heard(String message) {
        List<String> heard = new ArrayList<>();
        BuildListener listener = new BuildListener() {
            @Override
            public void started(String id, StepName name) {
                heard.add("started");
            }

            @Override
            public void advanced(String id, String piece, long current, long total, boolean completed) {
                heard.add(piece + " " + current);
            }

            @Override
            public void output(String id, StepName name, String text) {
                heard.add("output " + text);
            }

            @Override
            public void finished(String id, StepName name, Status status, @Nullable Double seconds) {
                heard.add("finished " + status.label() + " " + seconds);
            }
        };

        new RawJsonParser(1, listener).accept(new LogLine(1, message, null));
        return heard;
    }
}
