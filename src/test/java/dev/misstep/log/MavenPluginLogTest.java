package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What fabric8's docker-maven-plugin logs of a build: each message of the engine's without the blanks around it, and no mark
 * before a message's second line (BuildJsonResponseHandler.java).
 */
class MavenPluginLogTest {
    private static final String TOLD = "The command '/bin/sh -c ./check && make' returned a non-zero code: 3";
    private static final String STEPS = """
            [INFO] --- docker:0.40.0:build (default-cli) @ shop ---
            [INFO] DOCKER> [shop/db:7]: Created docker-build.tar in 41 milliseconds
            [INFO] DOCKER> Step 1/4 : FROM postgres:16
            [INFO] DOCKER>
            [INFO] DOCKER> ---> 1f2e3d4c5b6a
            [INFO] DOCKER> Step 2/4 : EXPOSE 5432
            [INFO] DOCKER>
            [INFO] DOCKER> ---> Using cache
            [INFO] DOCKER> ---> 2f2e3d4c5b6a
            [INFO] DOCKER> Step 3/4 : COPY init /init
            [INFO] DOCKER>
            [INFO] DOCKER> ---> 3f2e3d4c5b6a
            [INFO] DOCKER> Step 4/4 : RUN ./check && make
            [INFO] DOCKER>
            [INFO] DOCKER> ---> Running in 4f2e3d4c5b6a
            [INFO] DOCKER> first of three lines
              second, further in
            Third: not so
            """;

    @ParameterizedTest
    @ValueSource(strings = {"", "10:11:12 ", "    > "})
    void aMessageOfSeveralLines(String before) {
        String log = STEPS + """
                [INFO] DOCKER> Removing intermediate container 4f2e3d4c5b6a
                [INFO] DOCKER> ---> 5f2e3d4c5b6a
                [INFO] DOCKER> Successfully built 5f2e3d4c5b6a
                [INFO] BUILD SUCCESS
                """;
        Build build = Logs.one(log.replaceAll("(?m)^", before));
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(build.vertices())
                .extracting(vertex -> vertex.status())
                .containsExactly(Status.EXECUTED, Status.CACHED, Status.EXECUTED, Status.EXECUTED);
    }

    /** Until 0.26 in brackets behind it, since then in parentheses where it differs. */
    @ParameterizedTest
    @ValueSource(strings = {"  [\"%s\" ]", " ", " (%s)", ""})
    void theErrorIsQuoted(String again) {
        String error = "[ERROR] DOCKER> Unable to build image [shop/db:7] : \"" + TOLD + "\"" + again.formatted(TOLD);
        Build build = Logs.one(STEPS + error + "\n[INFO] BUILD FAILURE\n");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.error()).isEqualTo(TOLD);
        assertThat(Logs.rows(build)).containsExactly("1 executed", "2 cached", "3 executed", "4 failed");
    }

    @Test
    void ofAStepThatPrintsNothing() {
        String upToCopy = STEPS.substring(0, STEPS.indexOf("[INFO] DOCKER>\n[INFO] DOCKER> ---> 3f"));
        Build build = Logs.one(
                upToCopy
                        + "[ERROR] DOCKER> Unable to build image [shop/db:7] : \"COPY failed: stat \\\"init\\\": not there\" \n");
        assertThat(build.error()).isEqualTo("COPY failed: stat \"init\": not there");
        assertThat(Logs.rows(build)).containsExactly("1 executed", "2 cached", "3 failed");
    }
}
