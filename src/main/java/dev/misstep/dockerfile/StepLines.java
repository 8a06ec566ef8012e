package dev.misstep.dockerfile;

import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the instruction each step of a log stands for. Where two could be meant and neither number nor text decides, the
 * step is left out.
 */
public final class StepLines {
    private StepLines() {}

    /**
     * The instructions, by vertex id, in the order of the vertices.
     *
     * @param classic whether the vertices are numbered over all instructions of the file (the classic builder), not over
     *     the steps of a stage (BuildKit)
     */
    public static Map<String, Instruction> locate(Dockerfile dockerfile, List<Vertex> vertices, boolean classic) {
        Map<String, Instruction> found = classic ? byNumber(dockerfile, vertices) : byStage(dockerfile, vertices);
        Map<String, Instruction> ordered = new LinkedHashMap<>();
        for (Vertex vertex : vertices) {
            Instruction instruction = found.get(vertex.id());
            if (instruction != null) {
                ordered.put(vertex.id(), instruction);
            }
        }
        return ordered;
    }

    /** Whether the name of a step can come from an instruction, whatever the values of the variables in it. */
    public static boolean mayBe(Instruction instruction, StepName name) {
        return new StepText(instruction).fits(name);
    }

    /** {@code Step 4/12 : RUN make}: the fourth instruction, ARGs in front of the first FROM counted. */
    private static Map<String, Instruction> byNumber(Dockerfile dockerfile, List<Vertex> vertices) {
        List<Instruction> instructions = dockerfile.instructions();
        Map<String, Instruction> found = new TreeMap<>();
        for (Vertex vertex : vertices) {
            Integer index = vertex.name().index();
            int number = index != null ? index : vertex.id().matches("\\d{1,6}") ? Integer.parseInt(vertex.id()) : 0;
            if (number >= 1 && number <= instructions.size()) {
                Instruction instruction = instructions.get(number - 1);
                if (new StepText(instruction).fits(vertex.name())) {
                    found.put(vertex.id(), instruction);
                }
            }
        }
        return found;
    }

    private static Map<String, Instruction> byStage(Dockerfile dockerfile, List<Vertex> vertices) {
        Map<String, Instruction> found = new TreeMap<>();
        Map<String, List<Vertex>> groups = new TreeMap<>();
        for (Vertex vertex : vertices) {
            StepName name = vertex.name();
            if (name.index() != null && name.total() != null && name.instruction() != null) {
                String key = name.target() + " " + name.platform() + " " + name.stage() + " " + name.total();
                groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(vertex);
            }
        }
        for (List<Vertex> group : groups.values()) {
            found.putAll(inStage(dockerfile, group));
        }
        return found;
    }

    /** All stages the name can stand for are tried; what they agree on is kept. */
    private static Map<String, Instruction> inStage(Dockerfile dockerfile, List<Vertex> group) {
        List<Map<String, Instruction>> readings = new ArrayList<>();
        for (Stage stage : candidates(dockerfile, group.get(0).name())) {
            readings.addAll(new StageNumbering(dockerfile, stage).readings(group));
        }
        Map<String, Instruction> common = readings.isEmpty() ? Map.of() : new TreeMap<>(readings.get(0));
        for (Map<String, Instruction> reading : readings) {
            common.entrySet().removeIf(entry -> !entry.getValue().equals(reading.get(entry.getKey())));
        }
        return common;
    }

    private static List<Stage> candidates(Dockerfile dockerfile, StepName name) {
        List<Stage> stages = dockerfile.stages();
        if (name.stage() == null) {
            // one stage only, so that the name is left out
            return stages.size() == 1 ? stages : List.of();
        }
        List<Stage> named = stages.stream()
                .filter(stage -> stage.displayName().equals(name.stage()))
                .toList();
        // "[web 2/3]" of bake: web is then the target, and the only stage goes without a name
        return named.isEmpty() && stages.size() == 1 ? stages : named;
    }
}
