package dev.misstep.build;

import static dev.misstep.build.Mark.CACHED;
import static dev.misstep.build.Mark.CANCELED;
import static dev.misstep.build.Mark.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusRuleTest {
    private static final Mark ERROR = Mark.failure("exit code: 1");

    private static Status of(String name, Mark... marks) {
        return StatusRule.of(StepName.parse(name), List.of(marks), false, 0);
    }

    private static Status fetched(String name, int logLines, Mark... marks) {
        return StatusRule.of(StepName.parse(name), List.of(marks), true, logLines);
    }

    @Test
    void aWordDecides() {
        assertThat(of("[2/3] RUN x", DONE)).isEqualTo(Status.EXECUTED);
        assertThat(of("[2/3] RUN x", CACHED)).isEqualTo(Status.CACHED);
        assertThat(of("[2/3] RUN x", CANCELED)).isEqualTo(Status.CANCELED);
        assertThat(of("[2/3] RUN x", ERROR)).isEqualTo(Status.FAILED);
        assertThat(of("[2/3] RUN x")).isEqualTo(Status.UNFINISHED);
    }

    @Test
    void theFirstWordDecidesOfAStep() {
        // "#9 CACHED", then "#9 sha256:… done" and "#9 DONE 3.2s": a hit that was fetched late
        assertThat(of("[2/3] RUN x", CACHED, DONE)).isEqualTo(Status.PULLED);
        assertThat(fetched("[2/3] RUN x", 0, CACHED)).isEqualTo(Status.PULLED);
        // run for one target, then found by another
        assertThat(of("[2/3] RUN x", DONE, CACHED)).isEqualTo(Status.EXECUTED);
    }

    /** BuildKit 0.25, two COPYs of missing files in a row: the first is announced as cached when the second fails. */
    @Test
    void anErrorIsAnErrorWhateverWasAnnounced() {
        assertThat(of("[2/3] COPY gone .", CACHED, ERROR)).isEqualTo(Status.FAILED);
    }

    @Test
    void aStepThatOnlyFetchedRanNothing() {
        assertThat(fetched("[2/3] RUN x", 0, DONE)).isEqualTo(Status.PULLED);
        assertThat(fetched("[2/3] RUN x", 5, DONE)).isEqualTo(Status.EXECUTED);
    }

    @Test
    void aBaseImageIsResolvedBeforeItIsFound() {
        String from = "[1/3] FROM docker.io/library/busybox:1";
        assertThat(of(from, DONE)).isEqualTo(Status.EXECUTED);
        assertThat(of(from, DONE, CACHED)).isEqualTo(Status.CACHED);
        assertThat(of(from, CACHED, DONE)).isEqualTo(Status.CACHED);
        assertThat(fetched(from, 0, DONE, DONE)).isEqualTo(Status.EXECUTED);
        assertThat(fetched(from, 0, CACHED, DONE)).isEqualTo(Status.EXECUTED);
    }

    /** BuildKit 0.25 on {@code FROM scratch}: started 90853130, completed 90861774; then again with cached. */
    @ParameterizedTest
    @ValueSource(strings = {"[base 1/1] WORKDIR /a", "[2/3] ADD https://example.org/x /x"})
    void aStepOnNothingIsAskedForBeforeItIsFound(String name) {
        assertThat(of(name, DONE, CACHED)).isEqualTo(Status.CACHED);
        assertThat(of(name, DONE, DONE)).isEqualTo(Status.EXECUTED);
        assertThat(of("[2/3] WORKDIR /a", DONE, CACHED)).isEqualTo(Status.EXECUTED);
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

    @Test
    void afterAKeyErrorHitsOfTheDockerfileAreNoHits() {
        StepName step = StepName.parse("[2/3] RUN x");
        assertThat(StatusRule.afterKeyError(step, Status.CACHED)).isEqualTo(Status.SKIPPED);
        assertThat(StatusRule.afterKeyError(step, Status.EXECUTED)).isEqualTo(Status.EXECUTED);
        assertThat(StatusRule.afterKeyError(StepName.parse("[internal] load .dockerignore"), Status.CACHED))
                .isEqualTo(Status.CACHED);
    }
}
