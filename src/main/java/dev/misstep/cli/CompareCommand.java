package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Comparison;
import dev.misstep.explain.Gate;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Observed;
import dev.misstep.history.HistoryBuild;
import dev.misstep.history.KeptRun;
import dev.misstep.report.ComparisonReport;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code misstep compare BASE HEAD}. */
final class CompareCommand implements Callable<Integer> {
    private final MisstepCommand parent;
    private final Map<String, HistoryBuild> fromHistory = new HashMap<>();
    private final Syntax syntax = new Syntax(
            this, "compare", "Compares two builds step by step: what stopped hitting, what became slower, and why.");
    private final OutputOptions output = new OutputOptions(syntax);
    private final GateOptions failOn = new GateOptions(syntax);
    private final HistoryOptions history = new HistoryOptions(syntax);
    private final Argument<List<String>> sides = syntax.parameters(
            "BASE HEAD",
            "Each a log, a directory of logs (several runs of one build tell what is chance), or the number of a build in"
                    + " the history.");

    CompareCommand(MisstepCommand parent) {
        this.parent = parent;
        syntax.command().usageMessage().customSynopsis("misstep compare [OPTIONS] BASE HEAD");
    }

    CommandSpec spec() {
        return syntax.command();
    }

    @Override
    public Integer call() {
        Console console = parent.console();
        if (sides.value().size() != 2) {
            throw new UserError(ExitStatus.USAGE, "compare", "needs two builds, BASE and HEAD");
        }
        List<Gate> gates = failOn.read();
        List<Observed> base = side(sides.value().get(0), 0, console);
        List<Observed> head = side(sides.value().get(1), base.size(), console);
        Comparison comparison = Comparison.of(base, head, known(base, head));
        if (comparison.pairs().isEmpty()) {
            throw new UserError(
                    ExitStatus.INPUT,
                    sides.value().get(1),
                    "shares no step with " + sides.value().get(0) + ", so that there is nothing to compare");
        }
        List<UserError> errors = new ArrayList<>();
        output.write(comparison.analysis(), new ComparisonReport(comparison), console, errors);
        int status = GateOptions.judge(gates, comparison.judged(), console);
        UserError.throwLast(errors, console);
        return status;
    }

    /** What was found out when the head was profiled, if it was compared with the base then: more than can be told now. */
    private Map<String, List<Miss>> known(List<Observed> base, List<Observed> head) {
        HistoryBuild found = fromHistory.get(sides.value().get(1));
        HistoryBuild earlier = fromHistory.get(sides.value().get(0));
        if (found == null || earlier == null || found.kept().misses().isEmpty()) {
            return Map.of();
        }
        String name = HistoryIds.name(earlier.id());
        String id = head.get(0).build().id();
        List<Miss> misses = found.kept().misses();
        return misses.stream().allMatch(miss -> name.equals(miss.baseline()))
                ? Map.of(
                        id,
                        misses.stream()
                                .map(miss -> miss.ofBuild(id)
                                        .comparedWith(base.get(0).build().id()))
                                .toList())
                : Map.of();
    }

    /** @param before how many builds there are already */
    private List<Observed> side(String named, int before, Console console) {
        OptionalLong number = HistoryIds.number(named);
        boolean remembered =
                number.isPresent() && !Files.exists(console.surroundings().resolve(named));
        List<Observed> builds = new ArrayList<>();
        if (remembered) {
            HistoryBuild found = remembered(number.getAsLong(), console);
            fromHistory.put(named, found);
            KeptRun run = found.kept().run();
            Build build = (run == null ? found.kept().build() : run.run().build())
                    .copy()
                    .source("build " + found.id() + " of the history")
                    .ordinal(1)
                    .build();
            builds.add(new Observed(
                    build, run == null ? BuildInputs.NONE : run.run().inputs()));
        } else {
            List<Build> read = new ArrayList<>();
            UserError.throwLast(LoggedBuilds.read(List.of(named), console, read), console);
            read.forEach(build -> builds.add(new Observed(build, BuildInputs.NONE)));
        }
        List<Observed> numbered = new ArrayList<>();
        for (Observed each : builds) {
            String id = Integer.toString(before + numbered.size() + 1);
            numbered.add(new Observed(each.build().withId(id), each.inputs()));
        }
        return numbered;
    }

    private HistoryBuild remembered(long id, Console console) {
        return HistoryCommand.opened(history, console, open -> open.find(id))
                .orElseThrow(() -> HistoryCommand.unknown(id));
    }
}
