/** Build contexts as git has them: trees of a repository, read without a checkout. */
@NullMarked
package dev.misstep.context.git;

import org.jspecify.annotations.NullMarked;
