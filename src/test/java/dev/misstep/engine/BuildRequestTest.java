package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildRequestTest {
    private static final ContextBody EMPTY = out -> {};

    @Test
    void showsNamesOfBuildArgumentsButNoValue() {
        BuildRequest request = withArguments(Map.of("TOKEN", "s3cret"));

        assertThat(request.toString()).contains("TOKEN").doesNotContain("s3cret");
    }

    @Test
    void keepsTheOrderOfBuildArguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String name : List.of("Z", "A", "M", "B")) {
            arguments.put(name, "1");
        }

        assertThat(withArguments(arguments).buildArgs().keySet()).containsExactly("Z", "A", "M", "B");
        assertThat(BuildKitQuery.of(withArguments(arguments), "id"))
                .contains("buildargs=%7B%22Z%22%3A%221%22%2C%22A%22");
    }

    @Test
    void needsADockerfile() {
        assertThatThrownBy(() -> BuildRequest.of("x", EMPTY, "", BuilderKind.BUILDKIT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aQueryNamesOnlyWhatWasAsked() {
        assertThat(BuildKitQuery.of(BuildRequest.of("x", EMPTY, "a b/Dockerfile", BuilderKind.BUILDKIT), "id"))
                .isEqualTo("?version=2&buildid=id&dockerfile=a+b%2FDockerfile");
    }

    private static BuildRequest withArguments(Map<String, String> arguments) {
        return new BuildRequest(
                "x",
                EMPTY,
                "Dockerfile",
                null,
                arguments,
                Map.of(),
                null,
                false,
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                BuilderKind.BUILDKIT);
    }
}
