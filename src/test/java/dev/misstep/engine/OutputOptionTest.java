package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.engine.OutputOption.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --output} as the docker command reads it, and what engines can do of it. */
class OutputOptionTest {
    private static final Path HERE = Path.of("/here");

    private static OutputOption parse(String text) {
        return OutputOption.parse(text, HERE::resolve);
    }

    @Test
    void aPathAloneIsADirectory() {
        assertThat(parse("out")).isEqualTo(new OutputOption(Type.LOCAL, HERE.resolve("out"), Map.of()));
        assertThat(parse("type=local,dest=a b,platform-split=false"))
                .isEqualTo(new OutputOption(Type.LOCAL, HERE.resolve("a b"), Map.of("platform-split", "false")));
    }

    @Test
    void imagesStayInTheEngineUnlessTheyAreGivenAPlace() {
        assertThat(parse("type=docker").type()).isEqualTo(Type.IMAGE);
        assertThat(parse("type=docker,dest=/x.tar").type()).isEqualTo(Type.DOCKER);
        assertThat(parse("type=image,push=true").pushes()).isTrue();
        assertThat(parse("type=registry,name=host/x").pushes()).isTrue();
        assertThat(parse("type=image").pushes()).isFalse();
        assertThat(parse("type=cacheonly").type()).isEqualTo(Type.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "type=tar",
                "type=tar,dest=-",
                "type=oci",
                "type=local",
                "type=image,dest=x",
                "type=odd,dest=x",
                "dest=x",
                "type=image,push-by-digest=true",
                "type=docker,context=other",
                "type=oci,tar=false,dest=x",
                "type=local,mode=delete,dest=x",
                "a,b"
            })
    void whatCannotBeDoneIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static BuildSettings settings(@Nullable String platform, List<String> tags, String... outputs) {
        List<OutputOption> parsed = new ArrayList<>();
        for (String output : outputs) {
            parsed.add(parse(output));
        }
        return new BuildSettings(
                null,
                Map.of(),
                Map.of(),
                platform,
                false,
                List.of(),
                false,
                null,
                List.of(),
                tags,
                List.of(),
                List.of(CacheOption.parse("type=inline"), CacheOption.parse("type=registry,ref=x")),
                Map.of(),
                parsed);
    }

    private static List<String> refused(BuildSettings settings, String version, boolean containerd) {
        EngineFacts engine =
                new EngineFacts(version, "1.44", BuilderKind.BUILDKIT, "", containerd, "linux/amd64", false);
        return EngineLimits.refused(settings.withCacheFrom(List.of()), engine).stream()
                .map(EngineLimits.Refusal::option)
                .toList();
    }

    @Test
    void whatAnEngineCannotDoIsKnown() {
        List<String> tags = List.of("x");
        assertThat(refused(settings("a/b,c/d", tags, "type=registry", "type=oci,dest=x"), "28.5.2", true))
                .isEmpty();
        assertThat(refused(settings("a/b,c/d", List.of(), "type=registry"), "28.5.2", true))
                .containsExactly("--output");
        assertThat(refused(settings(null, tags, "a", "b"), "25.0.3", true)).containsExactly("--output");
        assertThat(refused(settings("a/b,c/d", tags), "28.5.2", false)).containsExactly("--cache-to", "--platform");
        assertThat(refused(settings("a/b,c/d", tags, "out"), "28.5.2", false)).containsExactly("--cache-to");
        assertThat(refused(settings(null, tags, "type=registry"), "28.5.2", false))
                .containsExactly("--cache-to", "--output");
        assertThat(refused(settings(null, tags, "type=oci,dest=x"), "28.5.2", false))
                .containsExactly("--cache-to", "--output");
    }

    /** The result of an edited tree goes nowhere: not into a directory, a registry, a cache or a name. */
    @Test
    void aResultForNobodyIsGivenToNobody() {
        BuildSettings pushed =
                settings(null, List.of("x"), "out", "type=registry,name=y").forNobody();
        assertThat(pushed.outputs()).isEmpty();
        assertThat(pushed.tags()).isEmpty();
        assertThat(pushed.cacheTo()).extracting(CacheOption::type).containsExactly("inline");

        BuildSettings local = settings(null, List.of("x"), "out").forNobody();
        assertThat(SolveRequest.outputs(local)).isEmpty();
    }

    @Test
    void theEngineIsToldOfEachInOrder() {
        BuildRequest request = new BuildRequest(
                "x",
                new BuildSource.Remote("https://host/r.git#main", Map.of()),
                "Dockerfile",
                settings(null, List.of("n:1"), "type=cacheonly", "type=tar,dest=x", "type=oci,dest=y,compression=zstd"),
                List.of(),
                BuilderKind.BUILDKIT);

        String solve = new String(SolveRequest.of(request, "ref", "session"), StandardCharsets.UTF_8);

        assertThat(solve).containsSubsequence("tar", "https://host/r.git#main", "tar", "oci", "compression", "zstd");
        assertThat(solve).containsOnlyOnce("n:1").doesNotContain("/here", "dest", "cacheonly", "dockerfilekey");
    }
}
