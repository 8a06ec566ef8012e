package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What a declared argument says once the command line is read. */
class SyntaxTest {
    private enum Fruit {
        APPLE,
        PEAR
    }

    private final Syntax root = new Syntax("root", "fruit", "Picks.");
    private final Argument<Boolean> everywhere = root.forAll().flag("Everywhere.", "--everywhere");
    private final Syntax syntax = new Syntax("pick", "pick", "Picks one.");
    private final Argument<Boolean> ripe = syntax.flag("Ripe ones.", "-r", "--ripe");
    private final Argument<@Nullable String> tree = syntax.text("TREE", "The tree.", "--tree");
    private final Argument<List<String>> notes = syntax.texts("NOTE", "A note.", "-n", "--note");
    private final Argument<Integer> count = syntax.number(3, "N", "How many.", "--count");
    private final Argument<Fruit> fruit = syntax.choice(Fruit.values(), Fruit.PEAR, "FRUIT", "Which.", "--fruit");
    private final Argument<@Nullable Fruit> other = syntax.choice(Fruit.values(), "FRUIT", "Another.", "--other");
    private final Argument<List<String>> baskets = syntax.parameters("BASKET", "Where to.");
    private final CommandLine command = new CommandLine(root.command()).addSubcommand("pick", syntax.command());

    @Test
    void whatIsLeftOutHasItsDefault() {
        command.parseArgs("pick", "a");

        assertThat(ripe.value()).isFalse();
        assertThat(everywhere.value()).isFalse();
        assertThat(tree.value()).isNull();
        assertThat(notes.value()).isEmpty();
        assertThat(count.value()).isEqualTo(3);
        assertThat(fruit.value()).isEqualTo(Fruit.PEAR);
        assertThat(other.value()).isNull();
        assertThat(baskets.value()).containsExactly("a");
    }

    @Test
    void whatIsGivenIsRead() {
        command.parseArgs(("pick -r --tree=old -n one --note two --count 7 --fruit Apple --other=PEAR a b").split(" "));

        assertThat(ripe.value()).isTrue();
        assertThat(tree.value()).isEqualTo("old");
        assertThat(notes.value()).containsExactly("one", "two");
        assertThat(count.value()).isEqualTo(7);
        assertThat(fruit.value()).isEqualTo(Fruit.APPLE);
        assertThat(other.value()).isEqualTo(Fruit.PEAR);
        assertThat(baskets.value()).containsExactly("a", "b");
    }

    @Test
    void anOptionForAllMayStandBeforeAndAfterTheCommand() {
        command.parseArgs("--everywhere", "pick", "a");
        assertThat(everywhere.value()).isTrue();

        command.parseArgs("pick", "a", "--everywhere");
        assertThat(everywhere.value()).isTrue();
    }

    @Test
    void afterTwoDashesNothingIsAnOption() {
        command.parseArgs("pick", "--", "--ripe", "-");

        assertThat(ripe.value()).isFalse();
        assertThat(baskets.value()).containsExactly("--ripe", "-");
    }

    @Test
    void aWrongWordIsToldTheRightOnes() {
        assertThatThrownBy(() -> command.parseArgs("pick", "--fruit", "plum", "a"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("'--fruit'")
                .hasMessageEndingWith("'plum' is none of apple, pear");
    }

    @Test
    void whatACommandIsAboutMustBeThere() {
        assertThatThrownBy(() -> command.parseArgs("pick", "--ripe"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("BASKET");
    }
}
