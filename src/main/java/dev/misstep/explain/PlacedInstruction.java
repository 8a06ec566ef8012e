package dev.misstep.explain;

import dev.misstep.dockerfile.Instruction;
import dev.misstep.dockerfile.Stage;

/**
 * An instruction in the stage that carries it out.
 *
 * @param stage another than the one it is written in for an ONBUILD
 */
record PlacedInstruction(Stage stage, Instruction instruction) {}
