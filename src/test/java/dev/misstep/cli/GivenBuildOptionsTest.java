package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Options of builds as they are understood before a build begins. */
class GivenBuildOptionsTest {
    private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());

    @TempDir
    private Path directory;

    private static BuildOptions parsed(String... args) {
        Syntax syntax = new Syntax("build", "build", "Builds.");
        BuildOptions options = new BuildOptions(syntax);
        new CommandLine(syntax.command()).parseArgs(args);
        return options;
    }

    @Test
    void onePlatformNamedTwiceIsOne() {
        BuildOptions options = parsed("--platform", "linux/amd64,LINUX/amd64");

        assertThat(options.platform()).isEqualTo("linux/amd64");
        assertThat(options.severalPlatforms()).isFalse();
        assertThat(parsed("--platform", "linux/arm64, linux/amd64,linux/arm64").platform())
                .isEqualTo("linux/arm64,linux/amd64");
    }

    @Test
    void whatIsNeitherAnAgentNorAKeyIsRefused() {
        Surroundings surroundings = new Invocation(directory).at(directory).surroundings(NOWHERE, NOWHERE);

        assertThatThrownBy(() -> HandedServices.of(List.of(), List.of("default=" + directory), surroundings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(directory + " is neither an agent's socket nor a key");
    }
}
