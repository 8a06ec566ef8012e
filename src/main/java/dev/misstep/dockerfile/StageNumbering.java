package dev.misstep.dockerfile;

import dev.misstep.build.CleanPath;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers BuildKit gives to the steps of one stage (dockerfile2llb/convert.go, prefixCommand): the base is 1 unless it
 * is {@code scratch}, a stage or replaced; ONBUILD triggers of the base come next; then each RUN, COPY, ADD and WORKDIR,
 * but {@code WORKDIR /} takes no number.
 */
final class StageNumbering {
    /** More WORKDIRs of unknown effect than that are not tried out. */
    private static final int MOST_OPEN = 6;

    private final Stage stage;
    private final boolean onStage;
    private final boolean ownBase;
    private final List<Instruction> steps;
    private final List<Instruction> open = new ArrayList<>();
    private final Set<Instruction> silent = new LinkedHashSet<>();
    private final Map<Instruction, StepText> texts = new HashMap<>();

    StageNumbering(Dockerfile dockerfile, Stage stage) {
        BuildArguments arguments = new BuildArguments(dockerfile, Map.of(), Map.of());
        this.stage = stage;
        this.onStage = arguments.baseStage(stage).isPresent();
        this.ownBase = !onStage && !arguments.baseName(stage).orElse("").equals("scratch");
        this.steps = stage.instructions().stream().filter(Instruction::isStep).toList();
        for (Instruction step : steps) {
            texts.put(step, new StepText(step));
            if (step.keyword().equals("WORKDIR")) {
                String directory = bare(step.arguments().get(0));
                if (directory.equals("/")) {
                    silent.add(step);
                } else if (mayBeRoot(directory)) {
                    open.add(step);
                }
            }
        }
    }

    /** Without quotes; the mark of an escape goes too. */
    private static String bare(String word) {
        return word.replaceAll("[\"'\\\\`]", "");
    }

    /** {@code //} and {@code /a/..} take a number, {@code ..} does not where it leads up to the root. */
    private static boolean mayBeRoot(String directory) {
        return directory.contains("$")
                || (!directory.startsWith("/") && CleanPath.of(directory).matches("\\.|\\.\\.(?:/\\.\\.)*"));
    }

    /** Every way to give the numbers of a log to the instructions in which all texts fit; none where nothing does. */
    List<Map<String, Instruction>> readings(List<Vertex> vertices) {
        Integer total = vertices.get(0).name().total();
        int triggers = (total == null ? 0 : total) - steps.size() - (ownBase ? 1 : 0);
        if (triggers < 0 || open.size() > MOST_OPEN) {
            return List.of();
        }
        boolean baseSeen = vertices.stream().anyMatch(vertex -> isFrom(vertex.name()));
        Set<Map<String, Instruction>> readings = new LinkedHashSet<>();
        for (int mask = 0; mask < 1 << open.size(); mask++) {
            List<Instruction> numbered = numbered(mask);
            // a base that a named context replaces, or that has no layers, takes no number
            int least = ownBase && baseSeen ? 2 : 1;
            int most = (ownBase ? 2 : 1) + triggers;
            for (int first = least; first <= most; first++) {
                Map<String, Instruction> reading = reading(vertices, numbered, first);
                if (reading != null) {
                    readings.add(reading);
                }
            }
        }
        return List.copyOf(readings);
    }

    private List<Instruction> numbered(int mask) {
        List<Instruction> numbered = new ArrayList<>();
        for (Instruction step : steps) {
            int at = open.indexOf(step);
            boolean isRoot = silent.contains(step) || (at >= 0 && (mask & (1 << at)) != 0);
            if (!isRoot) {
                numbered.add(step);
            }
        }
        return numbered;
    }

    private @Nullable Map<String, Instruction> reading(List<Vertex> vertices, List<Instruction> numbered, int first) {
        Map<String, Instruction> reading = new TreeMap<>();
        for (Vertex vertex : vertices) {
            StepName name = vertex.name();
            if (isFrom(name)) {
                if (!onStage) { // else it is of another stage of that name
                    reading.put(vertex.id(), stage.from());
                }
                continue;
            }
            int at = (name.index() == null ? 0 : name.index()) - first;
            boolean trigger = name.command().startsWith("ONBUILD ");
            if (trigger != at < 0 || at >= numbered.size()) {
                return null;
            }
            if (trigger) {
                continue;
            }
            Instruction instruction = numbered.get(at);
            StepText text = texts.get(instruction);
            if (text == null || !text.fits(name)) {
                return null;
            }
            reading.put(vertex.id(), instruction);
        }
        return reading;
    }

    private static boolean isFrom(StepName name) {
        return "FROM".equals(name.instruction());
    }
}
