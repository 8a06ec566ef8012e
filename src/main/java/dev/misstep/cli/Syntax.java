package dev.misstep.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * What may follow the name of a command: options and parameters, in the order of the help text. They are declared in code,
 * since annotations are read by reflection, which takes longer than to read a log.
 */
final class Syntax {
    private final CommandSpec command;
    private final ScopeType scope;

    /** @param action what is called when the command is: a {@link java.util.concurrent.Callable}; another needs a subcommand */
    Syntax(Object action, String name, String description) {
        this(CommandSpec.wrapWithoutInspection(action).name(name), ScopeType.LOCAL);
        command.usageMessage().description(description).sortOptions(false);
    }

    private Syntax(CommandSpec command, ScopeType scope) {
        this.command = command;
        this.scope = scope;
    }

    CommandSpec command() {
        return command;
    }

    /** Declares options that every command below has, too. */
    Syntax forAll() {
        return new Syntax(command, ScopeType.INHERIT);
    }

    /** An option without a value. */
    Argument<Boolean> flag(String description, String... names) {
        return added(toggle(description, names));
    }

    /** The flag that makes picocli print the help text and nothing else happen. */
    void help(String description, String... names) {
        added(toggle(description, names).usageHelp(true));
    }

    /** The flag that makes picocli print the version and nothing else happen. */
    void version(String description, String... names) {
        added(toggle(description, names).versionHelp(true));
    }

    /** An option that may be left out. */
    Argument<@Nullable String> text(String label, String description, String... names) {
        return added(option(label, description, names).type(String.class));
    }

    /** An option that may be given more than once. */
    Argument<List<String>> texts(String label, String description, String... names) {
        return added(option(label, description, names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of()));
    }

    Argument<Integer> number(int otherwise, String label, String description, String... names) {
        return added(option(label, description, names).type(int.class).defaultValue(Integer.toString(otherwise)));
    }

    /** An option that is one of some words, in whatever case. */
    <E extends Enum<E>> Argument<E> choice(E[] values, E otherwise, String label, String description, String... names) {
        return added(words(values, label, description, names).defaultValue(word(otherwise)));
    }

    /** An option that is one of some words and may be left out. */
    <E extends Enum<E>> Argument<@Nullable E> choice(E[] values, String label, String description, String... names) {
        return added(words(values, label, description, names));
    }

    /** The one thing a command is about. */
    Argument<String> parameter(String label, String description) {
        return added(positional(label, description, "0").arity("1").type(String.class));
    }

    /** The one thing a command may be about, if it is about one. */
    Argument<@Nullable String> optionalParameter(String label, String description) {
        return added(positional(label, description, "0").arity("0..1").type(String.class));
    }

    /** One or more of the things a command is about. */
    Argument<List<String>> parameters(String label, String description) {
        return added(positional(label, description, "0..*")
                .arity("1..*")
                .type(List.class)
                .auxiliaryTypes(String.class));
    }

    /** Things a command may be about, if it is about any. */
    Argument<List<String>> optionalParameters(String label, String description) {
        return added(positional(label, description, "0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of()));
    }

    private <T extends @Nullable Object> Argument<T> added(OptionSpec.Builder option) {
        return added(option.scopeType(scope).build());
    }

    private <T extends @Nullable Object> Argument<T> added(PositionalParamSpec.Builder parameter) {
        return added(parameter.required(true).build());
    }

    private <T extends @Nullable Object> Argument<T> added(ArgSpec spec) {
        command.add(spec);
        return new Argument<>(spec);
    }

    private static OptionSpec.Builder toggle(String description, String... names) {
        return option("", description, names).type(boolean.class).initialValue(false);
    }

    private static OptionSpec.Builder option(String label, String description, String... names) {
        return OptionSpec.builder(names).paramLabel(label).description(description);
    }

    private static PositionalParamSpec.Builder positional(String label, String description, String index) {
        return PositionalParamSpec.builder().index(index).paramLabel(label).description(description);
    }

    // named here, as picocli would ask the type by reflection
    private static <E extends Enum<E>> OptionSpec.Builder words(
            E[] values, String label, String description, String... names) {
        List<String> words = new ArrayList<>();
        for (E value : values) {
            words.add(word(value));
        }
        return option(label, description, names)
                .type(values[0].getDeclaringClass())
                .completionCandidates(words)
                .converters((ITypeConverter<E>) given -> read(given, values, words));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    // who writes another word is told which there are
    private static <E> E read(String given, E[] values, List<String> words) {
        for (int i = 0; i < values.length; i++) {
            if (words.get(i).equalsIgnoreCase(given)) {
                return values[i];
            }
        }
        throw new TypeConversionException("'" + given + "' is none of " + String.join(", ", words));
    }
}
