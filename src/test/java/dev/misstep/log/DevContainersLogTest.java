package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import org.junit.jupiter.api.Test;

/** Logs of Dev Containers: a stamp before what came at once, none before its other lines. */
class DevContainersLogTest {
    /** What is heard at once may end within a row. */
    @Test
    void framesWithOneStampEach() {
        Build build = Logs.one("""
                [2025-02-03T10:00:00.100Z] Start: Run: docker buildx build
                [2025-02-03T10:00:01.100Z] [+] Building 0.9s (2/5)                       docker:default
                 => [internal] load build definition from Dockerfile                     0.0s
                [2025-02-03T10:00:01.101Z]  => CACHED docker-image://docker.io/docker/dockerfile:1  0.0s
                 => [1/4] FROM docker.io/library/debian:12                               0.0s
                 => [3/4] COPY tools /tools                                              0.2s
                [2025-02-03T10:00:05.100Z] [+] Building 4.7s (6/6) FINISHED              docker:default
                 => [internal] load build definition from Dockerfile                     0.0s
                [2025-02-03T10:00:05.101Z]  => CACHED docker-image://docker.io/docker/dockerfile:1  0.0s
                 => [1/4] FROM docker.io/library/debian:12                               0.0s
                [2025-02-03T10:00:05.102Z]  => CACHED [2/4] RUN apt-get update           0.0s
                 => [3/4] COPY tools /tools                                              0.2s
                 => [4/4] RUN make -C /to
                [2025-02-03T10:00:05.103Z] ols                                             3.1s
                [2025-02-03T10:00:05.200Z] Stop (5100 ms): Run: docker buildx build
                """);
        assertThat(build.wrapper()).isEqualTo("dev-containers");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(build.seconds()).isEqualTo(4.7);
        assertThat(build.vertices())
                .extracting(
                        vertex -> vertex.name().text() + " " + vertex.status().label())
                .containsExactly(
                        "[internal] load build definition from Dockerfile executed",
                        "docker-image://docker.io/docker/dockerfile:1 cached",
                        "[1/4] FROM docker.io/library/debian:12 executed",
                        "[2/4] RUN apt-get update cached",
                        "[3/4] COPY tools /tools executed",
                        "[4/4] RUN make -C /tools executed");
    }

    @Test
    void thePlainDisplayWithAStampNowAndThen() {
        Build build = Logs.one("""
                [2025-02-03T10:00:01.000Z] #0 building with "default" instance using docker driver

                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s

                [2025-02-03T10:00:01.100Z] #2 [1/3] FROM docker.io/library/debian:12
                #2 DONE 0.1s

                #3 [2/3] COPY tools /tools
                [2025-02-03T10:00:01.200Z] #3 CACHED

                #4 [3/3] RUN make -C /tools
                [2025-02-03T10:00:02.000Z] #4 0.310 made
                [2025-02-03T10:00:05.000Z] #4 DONE 3.2s
                """);
        assertThat(build.wrapper()).isEqualTo("dev-containers");
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.0", "2 executed 0.1", "3 cached", "4 executed 3.2");
    }

    /** Who stamps each line is another. */
    @Test
    void aStampBeforeEachLine() {
        String log = "#1 [1/2] FROM a\n#1 DONE 0.1s\n\n#2 [2/2] RUN b\n#2 0.1 #7 c\n#2 DONE 0.3s\n";
        Build build = Logs.one(log.replaceAll("(?m)^", "[2025-02-03T10:00:01.000Z] "));
        assertThat(build.wrapper()).isEqualTo("jenkins");
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.1", "2 executed 0.3");
    }
}
