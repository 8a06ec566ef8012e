package dev.misstep.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopySelectionTest {
    private static CopySelection of(String line) throws Exception {
        Dockerfile file = Dockerfile.parse("FROM a\n" + line);
        return CopySelection.of(file.stages().get(0).instructions().get(0), Map.of("v", "src"));
    }

    /** A tree given as paths, a link as {@code link -> target}. */
    private static ContextTree tree(String... lines) {
        TreeMap<String, String> entries = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split(" -> ", 2);
            entries.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return new ContextTree() {
            @Override
            public SortedSet<String> paths() {
                return Collections.unmodifiableSortedSet(new TreeSet<>(entries.keySet()));
            }

            @Override
            public @Nullable String linkTarget(String path) {
                String target = entries.getOrDefault(path, "");
                return target.isEmpty() ? null : target;
            }
        };
    }

    @Test
    void aDirectoryIsSelectedWithAllBelowAndItself() throws Exception {
        CopySelection selection = of("COPY ./$v/ /x/");
        assertThat(selection.sources()).containsExactly("src");
        assertThat(selection.selects("src")).isTrue();
        assertThat(selection.selects("src/a/b")).isTrue();
        assertThat(selection.selects("src.txt")).isFalse();
    }

    @Test
    void aWildcardStaysInItsDirectoryButTakesAllOfADirectoryItMatches() throws Exception {
        CopySelection selection = of("COPY s*/*.js /x/");
        assertThat(selection.selects("src/a.js")).isTrue();
        assertThat(selection.selects("src/a.js/deep")).isTrue();
        assertThat(selection.selects("src/b/a.js")).isFalse();
    }

    @Test
    void excludesAreRelativeToTheSource() throws Exception {
        CopySelection selection = of("COPY --exclude=*.log src /x/");
        assertThat(selection.selects("src/a.log")).isFalse();
        assertThat(selection.selects("src/b/a.log")).isTrue();
        // a file that is named itself cannot be excluded
        assertThat(of("COPY --exclude=*.log *.log /x/").selects("a.log")).isTrue();
    }

    @Test
    void parentsKeepTheTreeFromThePivotOn() throws Exception {
        CopySelection selection = of("COPY --parents ./a/./**/x.txt /x/");
        ContextTree tree = tree("a", "a/b", "a/b/x.txt", "a/b/y.txt", "x.txt");
        assertThat(selection.in(tree).paths()).containsExactly("a", "a/b", "a/b/x.txt");
    }

    @Test
    void whatDoesNotComeFromTheContextSelectsNothing() throws Exception {
        assertThat(of("COPY --from=x a b").fromContext()).isFalse();
        assertThat(of("COPY <<E /x\nhi\nE").fromContext()).isFalse();
        assertThat(of("ADD https://example.org/a.tar /x").fromContext()).isFalse();
        assertThat(of("ADD git@example.org:o/r.git /x").fromContext()).isFalse();
        assertThat(of("RUN --mount=type=cache,target=/c make").fromContext()).isFalse();
        assertThat(of("RUN make").fromContext()).isFalse();
    }

    @Test
    void aBindMountSelectsItsSource() throws Exception {
        assertThat(of("RUN --mount=source=src,target=/s make").sources()).containsExactly("src");
        assertThat(of("RUN --mount=type=bind,target=/s make").sources()).containsExactly("");
    }

    @Test
    void aLinkThatIsNamedIsFollowedAndOneBelowIsNot() throws Exception {
        ContextTree tree = tree("d", "d/f", "d/l -> ../e", "e", "link -> /d", "lost -> nowhere", "up -> ../../e");
        assertThat(of("COPY link /x/").in(tree).paths()).containsExactly("d", "d/f", "d/l", "link");
        assertThat(of("COPY up /x/").in(tree).paths()).containsExactly("e", "up");
        assertThat(of("COPY lost /x/").in(tree).missing()).containsExactly("lost");
        assertThat(of("COPY l?nk /x/").in(tree).paths()).containsExactly("d", "d/f", "d/l", "link");
    }

    @Test
    void aMissingSourceIsTold() throws Exception {
        List<String> missing = of("COPY a b* c /x/").in(tree("a")).missing();
        assertThat(missing).containsExactly("c");
    }

    /** Seen live on 20.10: COPY lib ran again when lib/l pointed to a file elsewhere and that file was edited. */
    @Test
    void theClassicBuilderHashesWhatALinkLeadsTo() throws Exception {
        ContextTree tree = tree("a", "lib", "lib/l -> /a", "lib/lost -> nowhere", "lib/up -> ..");

        assertThat(of("COPY lib /x/").in(tree).paths()).containsExactly("lib", "lib/l", "lib/lost", "lib/up");
        assertThat(of("COPY lib /x/").inClassic(tree).paths())
                .containsExactly("a", "lib", "lib/l", "lib/lost", "lib/up");
    }

    /** Seen with BuildKit 0.25: the filtered copy of a context misses when the target of a link at its top changes. */
    @Test
    void withAFilterTheTargetsOfLinksAtTheTopCount() throws Exception {
        ContextTree tree = tree("b", "l -> b");
        assertThat(of("COPY --exclude=b . /x/").in(tree).paths()).containsExactly("b", "l");
        assertThat(of("COPY --exclude=b . /x/").in(tree("b")).paths()).isEmpty();
    }

    /** Seen with BuildKit 0.25: a file that --exclude=* leaves nothing of is copied, and no change of it is noticed. */
    @Test
    void aFilterTakesTheSourceItself() throws Exception {
        ContextTree tree = tree("d", "d/f", "d/g");
        assertThat(of("COPY --exclude=* d/f /x/").in(tree).paths()).isEmpty();
        assertThat(of("COPY --exclude=* d/? /x/").in(tree).paths()).isEmpty();
        assertThat(of("COPY --exclude=* d/f /x/").selects("d/f")).isFalse();
        assertThat(of("COPY --exclude=f d/f /x/").in(tree).paths()).containsExactly("d/f");
        assertThat(of("COPY --exclude=f d /x/").in(tree).paths()).containsExactly("d", "d/g");
    }

    /** Seen with BuildKit 0.25: all below the end of a link counts, though what is copied is filtered. */
    @Test
    void aSourceThatIsALinkCountsUnfiltered() throws Exception {
        ContextTree tree = tree("d", "d/f", "d/g", "l -> d", "lost -> nowhere", "up", "up/l -> ../d");
        assertThat(of("COPY --exclude=f l /x/").in(tree).paths()).containsExactly("d", "d/f", "d/g", "l");
        assertThat(of("COPY --exclude=* l /x/").in(tree).paths()).isEmpty();
        assertThat(of("COPY --exclude=* l* /x/").in(tree).missing()).isEmpty();
        assertThat(of("COPY --exclude=f up/l/g /x/").in(tree).paths()).containsExactly("d/g", "up/l");
        assertThat(of("COPY --exclude=f lost /x/").in(tree).missing()).containsExactly("lost");
    }

    @Test
    void aPatternThatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> of("COPY [x /d/"))
                .isInstanceOf(ExpansionException.class)
                .hasMessage("syntax error in pattern");
    }

    @Test
    void aVariableNobodyKnowsIsTold() throws Exception {
        assertThat(of("COPY ${HOME}/a /x/").unknownVariables()).containsExactly("HOME");
    }

    @Test
    void whatSortsBesideADirectoryIsNotInIt() throws Exception {
        ContextTree tree = tree("a", "a!", "a-b", "a-b/x", "a.txt", "a/x", "a/y", "a/y/z", "a0", "aa");
        assertThat(of("COPY a /x/").in(tree).paths()).containsExactly("a", "a/x", "a/y", "a/y/z");
        assertThat(of("COPY --exclude=x a /x/").in(tree).paths()).containsExactly("a", "a/y", "a/y/z");
    }

    @Test
    void aPathCountsJustWhereItIsAmongThePaths() throws Exception {
        ContextTree tree = tree("a", "a-b", "a-b/x", "a/x", "a/y", "a/y/z", "b", "b/c", "c", "d", "e", "f", "g");
        for (String copy : List.of("COPY . /x/", "COPY a/y a b /x/", "COPY a/y b/c c d e f /x/", "COPY a? /x/")) {
            SelectedPaths selected = of(copy).in(tree);
            for (String path : tree.paths()) {
                assertThat(selected.contains(path))
                        .as(copy + " " + path)
                        .isEqualTo(selected.paths().contains(path));
            }
            assertThat(selected.contains("a/y/gone")).isFalse();
        }
    }

    @Test
    void selectionsAreEqualWhereTheyTakeTheSameOfAnyContext() throws Exception {
        CopySelection selection = of("COPY --exclude=x src /a/");
        assertThat(of("ADD --exclude=x ./src/ /b/")).isEqualTo(selection).hasSameHashCodeAs(selection);
        for (String other : List.of(
                "COPY src /a/",
                "COPY --exclude=!x src /a/",
                "COPY --exclude=x src other /a/",
                "COPY --exclude=x sr[c] /a/",
                "COPY --parents --exclude=x src /a/")) {
            assertThat(of(other)).as(other).isNotEqualTo(selection);
        }
        // a mount's source has no wildcards, whatever it looks like
        assertThat(of("RUN --mount=type=bind,source=s*,target=/a x")).isNotEqualTo(of("COPY s* /a/"));
    }
}
