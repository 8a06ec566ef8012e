package dev.misstep.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoreFileChoiceTest {
    @TempDir
    Path context;

    @TempDir
    Path elsewhere;

    @Test
    void buildKitPrefersTheOneWithTheNameOfTheDockerfile() throws Exception {
        Path dockerfile = elsewhere.resolve("app.Dockerfile");
        assertThat(IgnoreFileChoice.buildKit(context, dockerfile)).isEmpty();
        Path common = Files.writeString(context.resolve(".dockerignore"), "a");
        assertThat(IgnoreFileChoice.buildKit(context, dockerfile)).contains(common);
        Path own = Files.writeString(elsewhere.resolve("app.Dockerfile.dockerignore"), "");
        assertThat(IgnoreFileChoice.buildKit(context, dockerfile)).contains(own);
        assertThat(IgnoreFileChoice.classic(context)).contains(common);
    }
}
