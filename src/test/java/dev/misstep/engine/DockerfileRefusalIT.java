package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.DockerfileSyntaxException;
import dev.misstep.log.BuildListener;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random Dockerfiles, one line of which is wrong: the engine must refuse what is refused here, and in the same words. */
@Timeout(60)
class DockerfileRefusalIT {
    // "dockerfile parse error on line 3: x", or just "x" where not even the words of a line can be told apart. 20.10
    // leaves
    // out the "on" and puts "failed to solve with frontend dockerfile.v0: failed to create LLB definition: " in front
    private static final Pattern REFUSAL =
            Pattern.compile("(?:failed to solve with frontend \\S+: failed to create LLB definition: )?"
                    + "(?:dockerfile parse error (?:on )?line (\\d+): )?(.*)");

    private static final List<String> RIGHT = List.of(
            "ENV A=1 B=\"x y\"",
            "LABEL a b  c",
            "USER \"u\"",
            "# comment",
            "",
            "ARG V=${A:-x} \\\n  # inside\n\n  W",
            "CMD [\"a\", \"b\"]",
            "EXPOSE 80/tcp \\\n 90",
            "HEALTHCHECK --interval=1.5s --retries=2 CMD x",
            "ONBUILD RUN x",
            "SHELL [\"sh\"]",
            "entrypoint ['x']",
            "\tVOLUME /v");

    private static final List<String> WRONG = List.of(
            "RUNN x",
            "\"RUN\" x",
            "ENV a",
            "ENV =x",
            "ENV a=1 \"b\\tc\"",
            "LABEL a=b \\\n c",
            "ARG",
            "COPY x",
            "COPY --bogus a b",
            "COPY --from a b",
            "COPY --chown=1 --chown=1 a b",
            "RUN [\"a\", 1]",
            "SHELL sh",
            "USER",
            "WORKDIR",
            "STOPSIGNAL",
            "VOLUME [\" \"]",
            "FROM a b",
            "FROM a AS 1x",
            "HEALTHCHECK NONE x",
            "HEALTHCHECK --timeout=5 CMD x",
            "HEALTHCHECK x",
            "ONBUILD",
            "ONBUILD FROM a",
            "ONBUILD ONBUILD RUN x",
            "MAINTAINER",
            "EXPOSE");

    static Stream<Arguments> enginesAndSeeds() {
        return EngineUnderTest.allWith(IntStream.rangeClosed(1, 40).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("enginesAndSeeds")
    void whatIsWrongIsWrongForTheEngineToo(EngineUnderTest engine, int seed) throws Exception {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "").append("FROM scratch\n");
        lines(random, text);
        if (seed % 8 != 0) {
            text.append(WRONG.get(seed % WRONG.size())).append('\n');
        }
        lines(random, text);
        String dockerfile =
                random.nextBoolean() ? text.toString() : text.toString().replace("\n", "\r\n");

        String error = new BuildKitBuilder(engine.connection())
                .build(Contexts.request(BuilderKind.BUILDKIT, dockerfile), BuildListener.NONE, new Cancellation())
                .error();

        DockerfileSyntaxException own = refusal(dockerfile);
        assertThat(own == null).as("seed %d: %s: %s", seed, dockerfile, error).isEqualTo(error == null);
        Matcher refusal = REFUSAL.matcher(String.valueOf(error));
        if (own != null && refusal.matches()) {
            assertThat(plain(String.valueOf(own.getMessage())))
                    .as("seed %d: %s", seed, dockerfile)
                    .isEqualTo(plain(refusal.group(2)));
            String line = refusal.group(1);
            assertThat(own.line())
                    .as("seed %d: %s", seed, dockerfile)
                    .isEqualTo(line == null ? own.line() : Integer.parseInt(line));
        }
    }

    private static void lines(Random random, StringBuilder text) {
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(RIGHT.get(random.nextInt(RIGHT.size()))).append('\n');
        }
    }

    private static @Nullable DockerfileSyntaxException refusal(String dockerfile) {
        try {
            Dockerfile.parse(dockerfile);
            return null;
        } catch (DockerfileSyntaxException e) {
            return e;
        }
    }

    /** Without what differs between the generations: suggestions, capitals and the dashes of flags. */
    private static String plain(String message) {
        return message.toLowerCase(Locale.ROOT)
                .replaceAll(" \\(did you mean .*", "")
                .replace("--", "");
    }
}
