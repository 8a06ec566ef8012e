package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds that GoReleaser runs side by side: their lines are told apart by the directory behind them alone. */
class GoReleaserLogTest {
    private static final List<String> FIRST = List.of(
            "#1 [internal] load build definition from Dockerfile",
            "#1 DONE 0.0s",
            "",
            "#2 [1/3] FROM docker.io/library/alpine",
            "#2 CACHED",
            "",
            "#3 [2/3] COPY tool /usr/bin/tool",
            "#3 CACHED",
            "",
            "#4 [3/3] RUN tool --self-test   --twice",
            "#4 DONE 3.0s");
    private static final List<String> SECOND = List.of(
            "#1 [internal] load build definition from Dockerfile",
            "#1 DONE 0.1s",
            "",
            "#2 [1/3] FROM docker.io/library/alpine",
            "#2 CACHED",
            "",
            "#3 [2/3] COPY tool /usr/bin/tool",
            "#3 DONE 0.7s",
            "",
            "#4 [3/3] RUN tool --self-test   --twice",
            "#4 DONE 9.0s");

    @ParameterizedTest
    @ValueSource(
            strings = {"cmd=[docker buildx] cwd=", "\u001b[34mcmd\u001b[0m=[docker buildx] \u001b[34mcwd\u001b[0m="})
    void eachDirectoryIsABuild(String fields) {
        List<String> lines = new ArrayList<>(
                List.of("   \u2022 docker images", "      \u2022 building docker image     image=a:1-arm64"));
        for (int i = 0; i < FIRST.size(); i++) {
            lines.add(line(FIRST.get(i), fields + "dist/goreleaserdocker17"));
            lines.add(line(SECOND.get(i), fields + "dist/goreleaserdocker208"));
        }
        List<Build> builds = Logs.read(String.join("\n", lines) + "\n");
        assertThat(builds)
                .hasSize(2)
                .allSatisfy(build -> assertThat(build.wrapper()).isEqualTo("goreleaser"));
        assertThat(Logs.rows(builds.get(0)))
                .containsExactly("1 executed 0.0", "2 cached", "3 cached", "4 executed 3.0");
        assertThat(Logs.rows(builds.get(1)))
                .containsExactly("1 executed 0.1", "2 cached", "3 executed 0.7", "4 executed 9.0");
        assertThat(Logs.vertex(builds.get(1), "4").name().text()).isEqualTo("[3/3] RUN tool --self-test   --twice");
    }

    /** What a step prints stays, however much it looks so. */
    @Test
    void aStepMayRunIt() {
        List<String> lines = new ArrayList<>(FIRST.subList(0, 10));
        for (String inner : SECOND) {
            lines.add("#4 1.5 " + line(inner, "cmd=[docker build] cwd=dist/goreleaserdocker17"));
        }
        lines.add("#4 DONE 3.0s");
        Build build = Logs.one(String.join("\n", lines) + "\n");
        assertThat(build.wrapper()).isEqualTo("none");
        assertThat(Logs.rows(build)).containsExactly("1 executed 0.0", "2 cached", "3 cached", "4 executed 3.0");
    }

    private static String line(String text, String fields) {
        return String.format("         \u2022 %-25s %s", text, fields);
    }
}
