package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.Stage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaskedNamesTest {
    private static final String DOCKERFILE = """
            FROM busybox:1
            ARG TOKEN=none
            ENV URL=https://$TOKEN@host
            COPY src /x-$TOKEN
            RUN fetch "$URL" ${TOKEN:-x} $HOME
            """;

    private static Optional<String> masked(String token, int instruction, String command) throws Exception {
        Dockerfile dockerfile = Dockerfile.parse(DOCKERFILE);
        Stage stage = dockerfile.stages().get(0);
        return new MaskedNames(dockerfile, Map.of("TOKEN", token), Map.of(), Map.of())
                .of(stage, stage.instructions().get(instruction), command);
    }

    /** {@code src} is the value, and also a word of the Dockerfile. */
    @Test
    void onlyWhatAVariableBroughtIsReplaced() throws Exception {
        assertThat(masked("src", 2, "COPY src /x-src")).contains("COPY src /x-${TOKEN}");
    }

    @Test
    void aShortValueGoesToo() throws Exception {
        assertThat(masked("1", 2, "COPY src /x-1")).contains("COPY src /x-${TOKEN}");
    }

    @Test
    void aValueThatCameByWayOfAnEnvIsReplaced() throws Exception {
        assertThat(masked("t", 3, "RUN fetch \"https://t@host\" t $HOME"))
                .contains("RUN fetch \"https://${TOKEN}@host\" ${TOKEN} $HOME");
    }

    @Test
    void whatTheBuilderDidNotExpandStays() throws Exception {
        assertThat(masked("t", 2, "COPY src /x-$TOKEN")).contains("COPY src /x-$TOKEN");
    }

    /** The base image has a HOME of its own: nothing is proven of such a name. */
    @Test
    void aNameThatCannotBeHadFromTheDockerfileIsNotTouched() throws Exception {
        assertThat(masked("t", 3, "RUN fetch \"https://t@host\" t /root")).isEmpty();
    }
}
