package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildRequestTest {
    private static final BuildSource ARCHIVE = new BuildSource.Archive(out -> {});
    private static final BuildSource DIRECTORIES = new BuildSource.Directories(Map.of(), "key");

    @Test
    void showsNamesOfBuildArgumentsButNoValue() {
        assertThat(request(withArguments(Map.of("TOKEN", "s3cret"))).toString())
                .contains("TOKEN")
                .doesNotContain("s3cret");
    }

    @Test
    void keepsTheOrderOfBuildArguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String name : List.of("Z", "A", "M", "B")) {
            arguments.put(name, "1");
        }

        assertThat(withArguments(arguments).buildArgs().keySet()).containsExactly("Z", "A", "M", "B");
    }

    @Test
    void needsADockerfile() {
        assertThatThrownBy(() ->
                        new BuildRequest("x", DIRECTORIES, "", BuildSettings.NONE, List.of(), BuilderKind.BUILDKIT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachBuilderTakesItsOwnKindOfContext() {
        assertThatThrownBy(
                        () -> new BuildRequest("x", ARCHIVE, "D", BuildSettings.NONE, List.of(), BuilderKind.BUILDKIT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new BuildRequest("x", DIRECTORIES, "D", BuildSettings.NONE, List.of(), BuilderKind.CLASSIC))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsAskedOfBuildKitNamesOptionsAsTheDockerCommandDoes() {
        BuildSettings settings = new BuildSettings(
                "web",
                Map.of("A", "1", "BUILDKIT_SYNTAX", "docker/dockerfile:1 x"),
                Map.of("l", "v"),
                "linux/arm64",
                false,
                List.of("one", "two"),
                true,
                "host",
                List.of("a:10.0.0.1", "b=[::1]"),
                List.of("x:1", "y:2"),
                List.of(CacheOption.parse("cache/image"), CacheOption.parse("type=local,\"src=/a,b\"")),
                List.of(CacheOption.parse("type=inline")),
                Map.of("other", "local:other"),
                List.of());

        String solve = new String(SolveRequest.of(request(settings), "ref", "session"), StandardCharsets.UTF_8);

        assertThat(solve)
                .contains("target", "web", "build-arg:A", "label:l", "platform", "linux/arm64")
                .contains("no-cache", "one,two", "image-resolve-mode", "pull", "force-network-mode")
                .contains("network.host", "a=10.0.0.1,b=::1", "x:1,y:2", "gateway.v0", "context:other")
                .contains("cache-imports", "cache/image", "/a,b", "inline");
    }

    private static BuildRequest request(BuildSettings settings) {
        return new BuildRequest("x", DIRECTORIES, "Dockerfile", settings, List.of(), BuilderKind.BUILDKIT);
    }

    private static BuildSettings withArguments(Map<String, String> arguments) {
        return new BuildSettings(
                null, arguments, Map.of(), null, false, List.of(), false, null, List.of(), List.of(), List.of(),
                List.of(), Map.of(), List.of());
    }
}
