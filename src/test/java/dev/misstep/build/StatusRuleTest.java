package dev.misstep.build;

import static dev.misstep.build.Mark.CANCELED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRuleTest {
    private static Status of(String name, String words, boolean fetched, int lines) {
        List<Mark> marks = Stream.of(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word ->
                        word.equals("ERROR") ? Mark.failure("exit code: 1") : new Mark(Mark.Kind.valueOf(word), null))
                .toList();
        return StatusRule.of(StepName.parse(name), marks, fetched, lines);
    }

    /** The words in the order they are printed; whether layers were fetched below them; how many lines were printed. */
    @ParameterizedTest(name = "{0}: {1}, {2}, {3} lines: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # one word
            [2/3] RUN x                | DONE            |         | 0 | executed
            [2/3] RUN x                | CACHED          |         | 0 | cached
            [2/3] RUN x                | ERROR           |         | 5 | failed
            [2/3] RUN x                | CANCELED        |         | 5 | canceled
            [2/3] RUN x                | ''              |         | 5 | unfinished
            [2/3] LINK COPY --link a / | DONE            |         | 0 | executed
            [2/3] LINK COPY --link a / | CACHED          |         | 0 | cached
            [2/3] ONBUILD RUN x        | CACHED          |         | 0 | cached

            # a hit that is fetched, at once or late: "#9 CACHED", then "#9 sha256:… done" and "#9 DONE 3.2s"
            [2/3] RUN x                | CACHED          | fetched | 0 | pulled
            [2/3] RUN x                | CACHED DONE     | fetched | 0 | pulled
            [2/3] RUN x                | CACHED DONE     |         | 0 | pulled
            [2/3] RUN x                | DONE            | fetched | 0 | pulled
            [2/3] LINK COPY --link a / | CACHED DONE     | fetched | 0 | pulled
            # presumed a hit, then needed: no download prints lines
            [2/3] RUN x                | CACHED DONE     |         | 5 | executed
            # what prints lines ran, whatever was fetched for it
            [2/3] RUN x                | DONE            | fetched | 5 | executed

            # printed twice: run for one target, then asked for again by another
            [2/3] RUN x                | DONE DONE       |         | 5 | executed
            [2/3] RUN x                | DONE CACHED     |         | 5 | executed
            [2/3] RUN x                | CACHED CACHED   |         | 0 | cached
            # stopped for one target, done for another
            [2/3] RUN x                | CANCELED DONE   |         | 5 | executed
            [2/3] RUN x                | CACHED CANCELED |         | 0 | cached

            # two COPYs of missing files: when the second fails, the first is announced as cached (BuildKit 0.25)
            [2/3] COPY gone .          | CACHED ERROR    |         | 0 | failed
            [2/3] COPY gone .          | ERROR CACHED    |         | 0 | failed
            [2/3] RUN x                | DONE ERROR      |         | 5 | failed

            # a base image is resolved (DONE 0.0s), then found or pulled
            [1/3] FROM busybox         | DONE            |         | 0 | executed
            [1/3] FROM busybox         | CACHED          |         | 0 | cached
            [1/3] FROM busybox         | DONE CACHED     |         | 0 | cached
            [1/3] FROM busybox         | CACHED DONE     |         | 0 | cached
            [1/3] FROM busybox         | DONE DONE       | fetched | 0 | executed
            [1/3] FROM busybox         | CACHED DONE     | fetched | 0 | executed
            [1/3] FROM busybox         | DONE CANCELED   | fetched | 0 | canceled
            [1/3] FROM busybox         | DONE ERROR      | fetched | 0 | failed

            # on scratch, or from afar: a step without inputs is asked for (DONE 0.0s) like a base image (BuildKit 0.25)
            [1/1] WORKDIR /a           | DONE CACHED     |         | 0 | cached
            [1/1] WORKDIR /a           | DONE DONE       |         | 0 | executed
            [2/3] ADD https://h/x /x   | DONE CACHED     |         | 0 | cached
            [2/3] ADD https://h/x /x   | DONE DONE       |         | 0 | executed
            [2/3] WORKDIR /a           | DONE CACHED     |         | 0 | executed

            # no step, but told of in the same words
            [internal] load metadata for docker.io/library/busybox:1 | DONE   | | 0 | executed
            [internal] load metadata for docker.io/library/gone:1    | ERROR  | | 0 | failed
            [internal] load build context                            | CACHED | | 0 | cached
            """)
    void theWordsTellTheStatus(String name, String words, @Nullable String fetched, int lines, String status) {
        assertThat(of(name, words, fetched != null, lines)).isEqualTo(Status.valueOf(status.toUpperCase(Locale.ROOT)));
    }

    @Test
    void theEndOfAMessageTellsACancellation() {
        assertThat(Mark.failure("process \"x\": context canceled")).isEqualTo(CANCELED);
        assertThat(Mark.failure("context canceled: no")).isNotEqualTo(CANCELED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to compute cache key: \"/a\" not found",
                "failed to calculate checksum of ref x::y: \"/a\": not found",
                "failed to walk /var/lib/docker/tmp/x: lstat /var/lib/docker/tmp/x: no such file or directory"
            })
    void keyErrors(String message) {
        assertThat(StatusRule.isKeyError(message)).isTrue();
        assertThat(StatusRule.isKeyError("exit code: 1")).isFalse();
    }

    /**
     * The words CACHED above a step whose key could not be computed were not looked up. Which ones these are a log does not
     * tell; that the build failed in another way takes no hit away.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [2/3] RUN x                   | CACHED     | SKIPPED
            [2/3] LINK COPY --link a /    | CACHED     | SKIPPED
            [1/3] FROM busybox            | CACHED     | SKIPPED
            [2/3] RUN x                   | PULLED     | PULLED
            [2/3] RUN x                   | EXECUTED   | EXECUTED
            [3/3] COPY gone .             | FAILED     | FAILED
            [2/3] RUN x                   | CANCELED   | CANCELED
            [2/3] RUN x                   | UNFINISHED | UNFINISHED
            [internal] load .dockerignore | CACHED     | CACHED
            """)
    void afterAKeyErrorHitsOfTheDockerfileAreNoHits(String name, Status before, Status after) {
        assertThat(StatusRule.afterKeyError(StepName.parse(name), before)).isEqualTo(after);
    }
}
