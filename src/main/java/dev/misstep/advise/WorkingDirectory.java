package dev.misstep.advise;

import dev.misstep.dockerfile.Instruction;
import java.util.HashMap;
import java.util.Map;

/** Where the instructions of a stage work, as far as its own WORKDIRs tell; variables stay as written. */
final class WorkingDirectory {
    /** The directory that the stage's image sets. */
    private static final String OF_IMAGE = "";

    private String current = OF_IMAGE;
    /** Where each COPY puts what it takes, by its line. */
    private final Map<Integer, String> destinations = new HashMap<>();

    /** Takes the stage's instructions, one after the other. */
    void follow(Instruction instruction) {
        if (instruction.keyword().equals("WORKDIR") && instruction.arguments().size() == 1) {
            current = within(instruction.arguments().get(0));
        } else if (instruction.keyword().equals("COPY")
                && instruction.arguments().size() > 1) {
            String destination =
                    instruction.arguments().get(instruction.arguments().size() - 1);
            destinations.put(instruction.line(), within(destination));
        }
    }

    /** Whether a COPY put what it took into the directory that is worked in now. */
    boolean isCurrent(Instruction copy) {
        return current.equals(destinations.get(copy.line()));
    }

    private String within(String path) {
        String clean = path.replaceAll("/+$", "").replaceAll("^\\./", "");
        if (path.startsWith("/") || path.startsWith("$")) {
            return clean.isEmpty() ? "/" : clean;
        }
        return clean.isEmpty() || clean.equals(".") ? current : current + "/" + clean;
    }
}
