package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the examples for CIs call is a command of Misstep's, with options that it has. */
class CiExamplesTest {
    // a continued line ends in a backslash, or goes on further to the right as in YAML
    private static final Pattern COMMAND = Pattern.compile(
            "(?:- misstep|^ +misstep|\"\\$MISSTEP_JAR\") ([a-z]+ (?:[^\\n]|\\n +--)*)", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"\\\\]+)+");

    @TempDir
    private Path home;

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples/ci"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isUnderstood(Path example) throws IOException {
        List<List<String>> commands = commands(Files.readString(example));

        assertThat(commands).isNotEmpty();
        for (List<String> command : commands) {
            Invocation.Result result = new Invocation(home)
                    .at(home)
                    .with("DOCKER_HOST", "tcp://127.0.0.1:1")
                    .run(command.toArray(String[]::new));
            assertThat(result.status())
                    .as(command + ": " + result.err())
                    .isIn(ExitStatus.NO_ENGINE, ExitStatus.INPUT); // there is neither an engine nor a build
        }
    }

    private static List<List<String>> commands(String example) {
        List<List<String>> commands = new ArrayList<>();
        Matcher found = COMMAND.matcher(example.replace("\\\n", ""));
        while (found.find()) {
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(found.group(1).replace("\n", " "));
            while (word.find()) {
                words.add(word.group().replaceAll("['\"]", ""));
            }
            int wrapped = words.indexOf("--");
            commands.add(wrapped < 0 ? words : new ArrayList<>(List.of(words.get(0), "--", "true")));
            if (wrapped > 0) {
                commands.get(commands.size() - 1).addAll(1, words.subList(1, wrapped));
            }
        }
        return commands;
    }
}
