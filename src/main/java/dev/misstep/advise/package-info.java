/** Advice: one rule a class, each from evidence. Pure; a rule that is not borne out by what is known says nothing. */
@NullMarked
package dev.misstep.advise;

import org.jspecify.annotations.NullMarked;
