package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WrappedArgumentsTest {
    @Test
    void valuesAreFoundInAllTheWaysTheyAreGiven() {
        List<String> words = List.of(
                "docker",
                "build",
                "--build-arg",
                "A=1=2",
                "--build-arg=B=b",
                "--build-arg",
                "C",
                "--build-arg=NONE",
                "--set",
                "web.args.D=d",
                "--set=*.args.E=e",
                "--set",
                "web.platform=linux/arm64",
                "--build-arg");

        assertThat(WrappedArguments.of(words, Map.of("C", "from outside")))
                .isEqualTo(Map.of("A", "1=2", "B", "b", "C", "from outside", "D", "d", "E", "e"));
    }
}
