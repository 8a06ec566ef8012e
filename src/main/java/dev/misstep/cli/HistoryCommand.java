package dev.misstep.cli;

import dev.misstep.history.History;
import dev.misstep.history.HistoryBuild;
import dev.misstep.history.HistoryException;
import dev.misstep.history.HistoryFilter;
import dev.misstep.history.HistoryRow;
import dev.misstep.report.HistoryLines;
import dev.misstep.report.HistoryReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code misstep history}: the builds that are remembered. */
final class HistoryCommand implements Runnable {
    private static final int LISTED = 50;

    private final Syntax syntax = new Syntax(this, "history", "Lists, shows, imports and removes remembered builds.");

    HistoryCommand(MisstepCommand parent) {
        syntax.command()
                .usageMessage()
                .synopsisSubcommandLabel("list | show ID | import (LOG... | --engine) | export | rm ID...");
        for (CommandSpec each : List.of(
                new Listing(parent).syntax.command(),
                new Showing(parent).syntax.command(),
                new HistoryImport(parent).spec(),
                new Exporting(parent).syntax.command(),
                new Removing(parent).syntax.command())) {
            syntax.command().addSubcommand(each.name(), new CommandLine(each));
        }
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public void run() {
        throw new ParameterException(
                syntax.command().commandLine(), "history: what of it? Write list, show ID, import LOG... or rm ID...");
    }

    /** What a command does with a history. */
    interface Work<T> {
        T with(History history) throws HistoryException;
    }

    static <T> T opened(HistoryOptions options, Console console, Work<T> work) {
        try (History history = options.open(console)) {
            return work.with(history);
        } catch (HistoryException e) {
            throw HistoryOptions.told(e);
        }
    }

    private static long number(String text) {
        OptionalLong number = HistoryIds.number(text);
        if (number.isEmpty()) {
            throw new UserError(
                    ExitStatus.USAGE, text, "is no number of a build; misstep history list shows those there are");
        }
        return number.getAsLong();
    }

    /** Builds are asked for that are not there. */
    static UserError unknown(long id) {
        return new UserError(
                ExitStatus.INPUT, "history", "has no build " + id + "; misstep history list shows those there are");
    }

    /** {@code misstep history list}. */
    private static final class Listing implements Callable<Integer> {
        private final MisstepCommand parent;
        private final Syntax syntax = new Syntax(this, "list", "Lists the builds, the newest first.");
        private final FilterOptions filter = new FilterOptions(syntax);
        private final Argument<Integer> most =
                syntax.number(LISTED, "N", "How many at most (default ${DEFAULT-VALUE}).", "--most");
        private final Argument<OutputOptions.Form> form = OutputOptions.form(syntax);
        private final HistoryOptions options = new HistoryOptions(syntax);

        Listing(MisstepCommand parent) {
            this.parent = parent;
        }

        @Override
        public Integer call() {
            Console console = parent.console();
            HistoryFilter chosen = filter.filter(console.surroundings().clock().instant());
            if (most.value() < 1) {
                throw new UserError(ExitStatus.USAGE, "--most", "must be 1 or more");
            }
            HistoryReport report =
                    opened(options, console, history -> new HistoryReport(history.list(chosen, most.value())));
            OutputOptions.print(report, form.value(), console);
            return ExitStatus.DONE;
        }
    }

    /** {@code misstep history show ID}. */
    private static final class Showing implements Callable<Integer> {
        private final MisstepCommand parent;
        private final Syntax syntax = new Syntax(this, "show", "Reports a build as it was reported when it was kept.");
        private final OutputOptions output = new OutputOptions(syntax);
        private final HistoryOptions options = new HistoryOptions(syntax);
        private final Argument<String> id = syntax.parameter("ID", "The number of the build, as the list has it.");

        Showing(MisstepCommand parent) {
            this.parent = parent;
        }

        @Override
        public Integer call() {
            Console console = parent.console();
            long number = number(id.value());
            output.write(
                    opened(options, console, history -> history.find(number))
                            .orElseThrow(() -> unknown(number))
                            .analysis(HistoryIds.name(number)),
                    console);
            return ExitStatus.DONE;
        }
    }

    /** {@code misstep history export}. */
    private static final class Exporting implements Callable<Integer> {
        private final MisstepCommand parent;
        private final Syntax syntax =
                new Syntax(this, "export", "Writes the builds to standard output as JSON lines, the oldest first.");
        private final FilterOptions filter = new FilterOptions(syntax);
        private final HistoryOptions options = new HistoryOptions(syntax);

        Exporting(MisstepCommand parent) {
            this.parent = parent;
        }

        @Override
        public Integer call() {
            Console console = parent.console();
            HistoryFilter chosen = filter.filter(console.surroundings().clock().instant());
            return opened(options, console, history -> {
                List<HistoryRow> rows = new ArrayList<>(history.list(chosen, Integer.MAX_VALUE));
                Collections.reverse(rows);
                for (HistoryRow row : rows) {
                    HistoryBuild build = history.find(row.id()).orElse(null);
                    if (build != null) { // else it was removed meanwhile
                        console.print(out -> HistoryLines.write(build, HistoryIds.name(build.id()), out));
                    }
                }
                return ExitStatus.DONE;
            });
        }
    }

    /** {@code misstep history rm ID...}. */
    private static final class Removing implements Callable<Integer> {
        private final MisstepCommand parent;
        private final Syntax syntax = new Syntax(this, "rm", "Removes builds for good.");
        private final HistoryOptions options = new HistoryOptions(syntax);
        private final Argument<List<String>> ids =
                syntax.parameters("ID", "The number of a build, as the list has it.");

        Removing(MisstepCommand parent) {
            this.parent = parent;
        }

        @Override
        public Integer call() {
            Console console = parent.console();
            List<Long> numbers =
                    ids.value().stream().map(HistoryCommand::number).toList();
            return opened(options, console, history -> {
                for (long number : numbers) {
                    if (!history.remove(number)) {
                        throw unknown(number);
                    }
                }
                return ExitStatus.DONE;
            });
        }
    }

    /** Which builds are meant. */
    static final class FilterOptions {
        private final Argument<@Nullable String> since;
        private final Argument<@Nullable String> target;
        private final Argument<@Nullable String> project;
        private final Argument<@Nullable String> branch;

        FilterOptions(Syntax syntax) {
            since = syntax.text("WHEN", "Builds since then alone: 90d, 12w, or a day such as 2026-01-31.", "--since");
            target = syntax.text("NAME", "Builds of this target alone.", "--target");
            project = syntax.text("NAME", "Builds of this project alone.", "--project");
            branch = syntax.text("NAME", "Builds of this branch alone.", "--branch");
        }

        /** @param now what an age is counted from */
        HistoryFilter filter(Instant now) {
            String when = since.value();
            Instant from = when == null
                    ? null
                    : TimeSpan.since(when, now)
                            .orElseThrow(() -> new UserError(
                                    ExitStatus.USAGE,
                                    "--since",
                                    "must be an age such as 90d or 12w, or a day such as 2026-01-31: " + when));
            return new HistoryFilter(from, target.value(), project.value(), branch.value());
        }
    }
}
