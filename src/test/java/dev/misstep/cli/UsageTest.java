package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input gets one line that says where and what, and the status scripts rely on. */
class UsageTest {
    private static final String NO_ENGINE = "unix:///nowhere/docker.sock";

    @TempDir
    private Path home;

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(2, List.of(), "subcommand"),
                Arguments.of(2, List.of("analise"), "analise"),
                Arguments.of(2, List.of("--bogus"), "--bogus"),
                Arguments.of(2, List.of("analyze"), "LOG"),
                Arguments.of(2, List.of("analyze", "--format", "xml", "x"), "xml"),
                Arguments.of(2, List.of("profile"), "PATH"),
                Arguments.of(2, List.of("profile", "--runs", "0", "."), "--runs"),
                Arguments.of(2, List.of("profile", "--runs", "many", "."), "many"),
                Arguments.of(2, List.of("context", "-"), "-: has no files"),
                Arguments.of(2, List.of("profile", "--file", "https://h/Dockerfile", "."), "--file: takes no address"),
                Arguments.of(3, List.of("profile", "nowhere"), "nowhere: no such directory"),
                Arguments.of(3, List.of("profile", "Dockerfile"), "Dockerfile: is no directory"),
                Arguments.of(3, List.of("profile", "empty"), "empty: has no Dockerfile"),
                Arguments.of(3, List.of("profile", "-f", "other", "."), "no such Dockerfile as other"),
                Arguments.of(4, List.of("profile", "."), NO_ENGINE));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void badInputGetsOneLineAndItsStatus(int status, List<String> args, String named) throws IOException {
        Files.createDirectory(home.resolve("empty"));
        Files.writeString(home.resolve("Dockerfile"), "FROM scratch\n");

        Invocation.Result result =
                new Invocation(home).at(home).with("DOCKER_HOST", NO_ENGINE).run(args.toArray(String[]::new));

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().findFirst().orElse(""))
                .startsWith("misstep: ")
                .contains(named);
        assertThat(result.err()).doesNotContain("\tat ");
    }

    @Test
    void whatTheUserWroteCannotMoveTheCursor() {
        Invocation.Result result = new Invocation(home).run("analyze", "\u001b[2Jlog\u202e");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("␛[2Jlog<U+202E>").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void theStackTraceIsThereForTheAsking() {
        Invocation.Result result = new Invocation(home).run("analyze", "--stacktrace", "nowhere");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("nowhere: cannot be read (no such file)", "NoSuchFileException", "\tat ");
    }

    @Test
    void helpIsAnAnswerAndNoError() {
        Invocation.Result result = new Invocation(home).run("profile", "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("--runs", "--edit", "--build-arg");
        assertThat(result.err()).isEmpty();
    }
}
