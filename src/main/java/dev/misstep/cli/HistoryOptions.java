package dev.misstep.cli;

import dev.misstep.history.History;
import dev.misstep.history.HistoryException;
import dev.misstep.history.HistoryPlace;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which history a command is about. */
final class HistoryOptions {
    private static final String VARIABLE = "MISSTEP_HISTORY";

    private final Argument<@Nullable String> where;

    HistoryOptions(Syntax syntax) {
        where = syntax.text(
                "WHERE",
                "The history: a file, or jdbc:postgresql://HOST/DATABASE (default: " + VARIABLE
                        + ", else a file below MISSTEP_HOME).",
                "--history");
    }

    /** Whether the user named one. */
    boolean isNamed(Console console) {
        return where.value() != null
                || !console.surroundings()
                        .environment()
                        .getOrDefault(VARIABLE, "")
                        .isEmpty();
    }

    /** Whether there is one: a file, or a server that the user named. */
    boolean isThere(Console console) {
        HistoryPlace place = place(console);
        return place.isServer() || Files.exists(console.surroundings().resolve(place.where()));
    }

    /** Opens it. */
    History open(Console console) throws HistoryException {
        return open(console, remark -> console.say("misstep: " + remark));
    }

    /**
     * Opens it.
     *
     * @param remarks told of what the user should know
     */
    History open(Console console, Consumer<String> remarks) throws HistoryException {
        Surroundings surroundings = console.surroundings();
        HistoryPlace place = place(console);
        return place.open(
                place.isServer() ? surroundings.workingDirectory() : surroundings.resolve(place.where()),
                surroundings.clock(),
                remarks);
    }

    private HistoryPlace place(Console console) {
        Surroundings surroundings = console.surroundings();
        String named = where.value() == null ? surroundings.environment().getOrDefault(VARIABLE, "") : where.value();
        return new HistoryPlace(
                named.isEmpty()
                        ? StateDirectory.of(surroundings.environment(), surroundings.home())
                                .history()
                                .toString()
                        : named);
    }

    /** A failure of the history as a user is told it. */
    static UserError told(HistoryException e) {
        return new UserError(ExitStatus.INPUT, "history", String.valueOf(e.getMessage()), e);
    }
}
