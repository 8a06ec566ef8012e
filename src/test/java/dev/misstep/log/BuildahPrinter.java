package dev.misstep.log;

import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.log.RandomInstructions.Stage;
import dev.misstep.log.RandomInstructions.Step;
import java.util.ArrayList;
import java.util.List;

/** Writes a build as buildah does, stage after stage (imagebuildah/executor.go, stage_executor.go). */
final class BuildahPrinter {
    /** How releases differ. */
    enum Era {
        /** 1.0, and any release without layers until 1.22: no results, {@code STEP 4: COMMIT app}. */
        NUMBERED_WITHOUT_LAYERS,
        /** 1.11 to 1.17: a hit has its announcement only, what ran has its id alone. */
        BARE_IDS,
        /** 1.19: both end with eleven digits. */
        NUMBERED,
        /** Since 1.23 each stage counts for itself. */
        TOTALS,
        TOTALS_WITHOUT_LAYERS,
        /** With {@code --iidfile} the ids are left out. */
        TOTALS_WITHOUT_IDS;

        boolean layers() {
            return this != NUMBERED_WITHOUT_LAYERS && this != TOTALS_WITHOUT_LAYERS;
        }

        boolean totals() {
            return name().startsWith("TOTALS");
        }
    }

    private final Era era;
    private final RandomInstructions build;
    private final StringBuilder text = new StringBuilder();
    /** The id and what is below it, of each instruction in order. */
    final List<String> ids = new ArrayList<>();

    private int number;

    BuildahPrinter(Era era, RandomInstructions build) {
        this.era = era;
        this.build = build;
        for (int i = 0; i < build.stages.size(); i++) {
            stage(i);
        }
        if (build.outcome == Outcome.SUCCEEDED && era.totals()) {
            line("Successfully tagged localhost/app:latest");
        }
    }

    String text() {
        return text.toString();
    }

    private void stage(int index) {
        Stage stage = build.stages.get(index);
        boolean lastStage = index == build.stages.size() - 1;
        String prefix =
                era.totals() && build.stages.size() > 1 ? "[" + (index + 1) + "/" + build.stages.size() + "] " : "";
        number = era.totals() ? 0 : number;
        int total = stage.steps().size() + 1;
        begin(prefix, index, total, "FROM " + stage.base() + (stage.name() == null ? "" : " AS " + stage.name()));
        if (stage.baseStage() == null) {
            line("Trying to pull " + stage.base() + "...");
            line("Getting image source signatures");
            line("Writing manifest to image destination");
        }
        for (int i = 0; i < stage.steps().size(); i++) {
            Step step = stage.steps().get(i);
            begin(prefix, index, total, step.text());
            step.output().forEach(this::line);
            boolean last = i == stage.steps().size() - 1;
            switch (step.status()) {
                case CACHED, PULLED -> hit(step, prefix, last && lastStage);
                case FAILED -> failed(step);
                case UNFINISHED -> {}
                default -> ran(step, prefix, last, lastStage);
            }
        }
    }

    private void begin(String prefix, int stage, int total, String instruction) {
        number++;
        line(prefix + "STEP " + number + (era.totals() ? "/" + total : "") + ": " + instruction);
        ids.add((prefix.isEmpty() ? "" : stage + 1 + ".") + number);
    }

    private void hit(Step step, String prefix, boolean commits) {
        if (step.status() == Status.PULLED) {
            line("--> Cache pulled from remote registry.example/cache:" + step.image());
        }
        line("--> Using cache " + step.image());
        if (commits) {
            commit(prefix);
        }
        switch (era) {
            case NUMBERED -> line("--> " + step.image().substring(0, 11));
            case TOTALS -> line("--> " + step.image().substring(0, 12));
            case BARE_IDS -> text.append(commits ? step.image() + "\n" : "");
            default -> {}
        }
    }

    private void ran(Step step, String prefix, boolean last, boolean lastStage) {
        if (last && lastStage) {
            commit(prefix);
        }
        boolean image = era.layers() || (last && lastStage);
        switch (era) {
            case BARE_IDS -> line(step.image());
            case NUMBERED, NUMBERED_WITHOUT_LAYERS ->
                text.append(image ? "--> " + step.image().substring(0, 11) + "\n" : "");
            case TOTALS, TOTALS_WITHOUT_LAYERS ->
                text.append(image ? "--> " + step.image().substring(0, 12) + "\n" : "");
            default -> {}
        }
    }

    private void commit(String prefix) {
        line(era.totals() ? prefix + "COMMIT app" : "STEP " + (number + 1) + ": COMMIT app");
        if (!era.layers()) {
            line("Getting image source signatures");
            line("Copying blob sha256:" + "0a".repeat(32));
        }
    }

    private void failed(Step step) {
        line(error(step));
    }

    String error(Step step) {
        String message = step.text().replaceAll("[\\[\\]\",]", "");
        if (era == Era.NUMBERED_WITHOUT_LAYERS) {
            return "error building at step {Env:[PATH=/bin] Command:run Args:[x] Flags:[] Attrs:map[] Message:"
                    + message + " Original:" + step.text() + "}: error while running runtime: exit status 1";
        }
        return (era.totals() ? "Error: building" : "error building") + " at STEP \"" + message
                + "\": while running runtime: exit status 1";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
