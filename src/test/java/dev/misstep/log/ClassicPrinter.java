package dev.misstep.log;

import dev.misstep.build.Outcome;
import dev.misstep.log.RandomInstructions.Stage;
import dev.misstep.log.RandomInstructions.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a build as the classic builder does, stage after stage (moby, daemon/builder/dockerfile/builder.go). */
final class ClassicPrinter {
    /** How releases differ. */
    enum Era {
        /** Until 1.12: no totals, and the container is removed below the result. */
        NUMBERED,
        TOTALS,
        /** Since 25: {@code ---> Removed intermediate container}. */
        REMOVED
    }

    private final Era era;
    private final List<String> lines = new ArrayList<>();

    ClassicPrinter(Era era, RandomInstructions build) {
        this.era = era;
        int total = 0;
        for (Stage stage : build.stages) {
            total += 1 + stage.steps().size();
        }
        lines.add("Sending build context to Docker daemon  12.29kB");
        int number = 0;
        String image = "";
        for (Stage stage : build.stages) {
            step(++number, total, "FROM " + stage.base() + (stage.name() == null ? "" : " AS " + stage.name()));
            lines.add(
                    " ---> " + String.format(Locale.ROOT, "%012x", stage.base().hashCode()));
            for (Step step : stage.steps()) {
                step(++number, total, step.text());
                image = step.image().substring(0, 12);
                body(step, image);
            }
        }
        if (build.outcome == Outcome.SUCCEEDED) {
            lines.add("Successfully built " + image);
            lines.add("Successfully tagged app:latest");
        }
    }

    List<String> lines() {
        return lines;
    }

    private void step(int number, int total, String instruction) {
        lines.add("Step " + number + (era == Era.NUMBERED ? "" : "/" + total) + " : " + instruction);
    }

    private void body(Step step, String image) {
        if (step.status().isHit()) {
            lines.add(" ---> Using cache");
            lines.add(" ---> " + image);
            return;
        }
        boolean copies = step.text().startsWith("COPY") || step.text().startsWith("ADD");
        String container = step.image().substring(2, 14);
        if (!copies) {
            lines.add(" ---> Running in " + container);
        }
        lines.addAll(step.output());
        switch (step.status()) {
            case UNFINISHED -> {}
            case FAILED -> {
                String command = step.text().substring("RUN ".length());
                lines.add("The command '/bin/sh -c " + command + "' returned a non-zero code: 1");
            }
            default -> {
                String removing = (era == Era.REMOVED ? " ---> Removed" : "Removing") + " intermediate container ";
                if (!copies && era != Era.NUMBERED) {
                    lines.add(removing + container);
                }
                lines.add(" ---> " + image);
                if (!copies && era == Era.NUMBERED) {
                    lines.add(removing + container);
                }
            }
        }
    }
}
