package dev.misstep.report;

import dev.misstep.advise.ChangeKind;
import dev.misstep.advise.Finding;
import dev.misstep.advise.Forecast;
import dev.misstep.advise.InstallForecast;
import dev.misstep.advise.MissTally;
import dev.misstep.advise.ReplayedCommit;
import dev.misstep.advise.ReplayedCommit.State;
import dev.misstep.advise.Simulation;
import dev.misstep.advise.StepForecast;
import dev.misstep.explain.ChangeFrequency;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The sentences that a forecast is told in, on a terminal and on a page. */
final class ForecastWords {
    /** What is taken for granted. */
    static final List<String> ASSUMPTIONS = List.of(
            "every commit is built once after the one before it, with a cache that keeps everything, from a clean checkout",
            "the same options and build arguments each time, and the same image behind a name",
            "seconds are those of single steps, added up");

    private ForecastWords() {}

    /** {@code 200 commits, 2026-05-04 to 2026-11-27}. */
    static String range(Forecast forecast) {
        List<ReplayedCommit> commits = forecast.commits();
        String number = Words.count(commits.size(), "commit", "commits");
        return commits.isEmpty() ? number : number + ", " + day(commits.get(0)) + " to " + day(last(commits));
    }

    private static ReplayedCommit last(List<ReplayedCommit> commits) {
        return commits.get(commits.size() - 1);
    }

    private static String day(ReplayedCommit commit) {
        return commit.at().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** Those that say nothing, by what they lack; empty where there are none. */
    static String leftOut(Forecast forecast) {
        List<String> words = new ArrayList<>();
        add(words, forecast.count(State.FIRST), "with nothing before it to compare with");
        add(words, forecast.count(State.NO_DOCKERFILE), "without the Dockerfile");
        add(words, forecast.count(State.NO_CONTEXT), "without the context's directory");
        add(words, forecast.count(State.UNREADABLE), "that cannot be built");
        return words.isEmpty() ? "" : "Not counted: " + String.join(", ", words) + ".";
    }

    private static void add(List<String> words, int count, String what) {
        if (count > 0) {
            words.add(count + " " + what);
        }
    }

    /** {@code 180 of 200 commits make steps run: 640 misses, 12 open; 1h 02m (40 misses without a time)}. */
    static String sum(MissTally tally) {
        return tally.missing() + " of " + Words.count(tally.commits(), "commit", "commits") + " make steps run: "
                + Words.count(tally.misses(), "miss", "misses")
                + (tally.depends() == 0 ? "" : ", " + tally.depends() + " open") + cost(tally);
    }

    private static String cost(MissTally tally) {
        if (tally.seconds() == null) {
            return "";
        }
        return "; " + Durations.text(tally.seconds())
                + (tally.untimed() == 0
                        ? ""
                        : " (" + Words.count(tally.untimed(), "miss", "misses") + " without a time)");
    }

    /** {@code Of 200 commits 143 reinstalled npm packages; 9 had to.} */
    static String install(InstallForecast install, int commits) {
        return "Of " + Words.count(commits, "commit", "commits") + " " + install.reinstalled() + " reinstalled "
                + install.program() + " packages; " + install.necessary() + " had to"
                + (install.depends() == 0 ? "." : ", and of " + install.depends() + " only a build can tell.");
    }

    /** {@code src/app.js (31), package.json (9)}. */
    static String files(StepForecast step, UnaryOperator<String> shown) {
        return step.files().stream().map(file -> file(file, shown)).collect(Collectors.joining(", "));
    }

    private static String file(ChangeFrequency.Changing file, UnaryOperator<String> shown) {
        return shown.apply(file.path()) + " (" + file.commits() + ")";
    }

    /** {@code context-files 31, instruction 2}. */
    static String causes(StepForecast step) {
        return step.causes().entrySet().stream()
                .map(cause -> cause.getKey().label() + " " + cause.getValue())
                .collect(Collectors.joining(", "));
    }

    static String kind(ChangeKind kind) {
        return switch (kind) {
            case DOCKERFILE -> "the Dockerfile";
            case IGNORE_FILE -> "the ignore file";
            case MANIFESTS -> "manifests or lock files";
            case OUTSIDE -> "nothing of the context";
            case DOCUMENTATION -> "documentation alone";
            case SOURCES -> "sources";
        };
    }

    /** {@code copy-before-install on line 4}, or all of them. */
    static String advised(Simulation simulation) {
        return simulation.findings().stream().map(ForecastWords::advised).collect(Collectors.joining(" and "));
    }

    private static String advised(Finding finding) {
        return finding.rule().label() + (finding.line() == null ? "" : " on line " + finding.line());
    }

    /** What it would have been. */
    static String simulated(Simulation simulation) {
        StringBuilder text = new StringBuilder("Of "
                + Words.count(simulation.commits(), "commit", "commits") + " that it fits: "
                + Words.count(simulation.before().misses(), "miss", "misses") + " become "
                + simulation.after().misses());
        if (simulation.before().depends() + simulation.after().depends() > 0) {
            text.append(" (open ")
                    .append(simulation.before().depends())
                    .append(", then ")
                    .append(simulation.after().depends())
                    .append(')');
        }
        for (InstallForecast before : simulation.before().installs()) {
            simulation.after().installs().stream()
                    .filter(after -> after.program().equals(before.program()))
                    .forEach(after -> text.append("; ")
                            .append(before.program())
                            .append(" packages are installed ")
                            .append(after.reinstalled())
                            .append(" times, not ")
                            .append(before.reinstalled()));
        }
        if (simulation.savesSeconds() != null) {
            text.append("; ").append(Durations.text(simulation.savesSeconds())).append(" less per commit");
        }
        return text.append('.').toString();
    }
}
