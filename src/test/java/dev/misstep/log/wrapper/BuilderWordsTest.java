package dev.misstep.log.wrapper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-05-29T08:00:01Z stderr F #1 [internal] load build definition from Dockerfile",
                "[web] Step 1/4 : FROM alpine:3.20",
                "remote: STEP 1/4: FROM alpine:3.20",
                "Sending build context to Docker daemon  2.56kB",
                "  [+] Building 12.3s (5/8)",
                "| => [build 2/4] RUN make  3.2s",
                "{\"log\":\"Iw==\"}",
                "[36mINFO[0m[0000] Retrieving image manifest alpine:3.20",
                "12:00 level=info msg=\"Retrieving image manifest alpine:3.20\"",
                "time=\"2026-05-29T08:00:01Z\" level=debug"
            })
    void aBuilderIsHeardThroughWhateverIsAroundItsLines(String line) {
        assertThat(BuilderWords.in(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "#", "cc -O2 -o lib.o lib.c", "Cloning into 'project'...", "issue # 5", "[1/2] Resolving"})
    void otherOutputIsPassedOver(String line) {
        assertThat(BuilderWords.in(line)).isFalse();
    }
}
