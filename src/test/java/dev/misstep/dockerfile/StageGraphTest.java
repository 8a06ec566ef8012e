package dev.misstep.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageGraphTest {
    private static final String TEXT = """
            # syntax=docker/dockerfile:1
            ARG V=9
            FROM golang:$V AS build
            RUN --mount=type=bind,from=tools:2,target=/t make
            FROM node AS unused
            FROM build AS test
            FROM scratch
            COPY --from=0 /x /
            COPY --from=nginx:1 /y /
            """;

    private static StageGraph graph(String text, Map<String, String> given, Set<String> contexts) throws Exception {
        Dockerfile file = Dockerfile.parse(text);
        return new StageGraph(file, new BuildArguments(file, given, Map.of()), new NamedContexts(Set.of(), contexts));
    }

    @Test
    void buildKitBuildsWhatTheTargetNeeds() throws Exception {
        StageGraph graph = graph(TEXT, Map.of(), Set.of());
        assertThat(graph.reachable(null)).extracting(Stage::index).containsExactly(0, 3);
        assertThat(graph.reachable("TEST")).extracting(Stage::index).containsExactly(0, 2);
        assertThat(graph.reachable("none")).isEmpty();
        assertThat(graph.reachableByClassic("unused")).extracting(Stage::index).containsExactly(0, 1);
    }

    @Test
    void imagesAreNamedWithTheirArgumentsReplaced() throws Exception {
        StageGraph graph = graph(TEXT, Map.of("V", "10"), Set.of());
        assertThat(graph.images(null)).containsExactly("docker/dockerfile:1", "golang:10", "nginx:1", "tools:2");
        assertThat(graph.imagesOfClassic(null)).containsExactly("golang:10", "nginx:1", "node", "tools:2");
    }

    @Test
    void aNamedContextStandsForTheStageOrImageOfItsName() throws Exception {
        assertThat(graph(TEXT, Map.of(), Set.of("build", "nginx:1")).images(null))
                .containsExactly("docker/dockerfile:1");
    }

    @Test
    void theTriggersOfAStageCountForThoseBuiltOnIt() throws Exception {
        StageGraph graph = graph("FROM a AS x\nFROM b AS y\nONBUILD COPY --from=x / /\nFROM y", Map.of(), Set.of());
        assertThat(graph.reachable(null)).extracting(Stage::index).containsExactly(0, 1, 2);
    }
}
