package io.pawstream.runtime;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which way the arrows point inside this module: each package names all that it may use. */
class ArchitectureTest {
  private static final String ROOT = "io.pawstream.runtime";

  /** Package, below the root, and the packages it may use besides itself. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry(
              "",
              List.of(
                  ".answer",
                  ".engine",
                  ".hub",
                  ".internal",
                  ".internal.choice",
                  ".interpreter",
                  ".llama.internal",
                  ".program",
                  ".store")),
          Map.entry(
              ".internal.choice",
              List.of(
                  ".answer",
                  ".engine",
                  ".engine.internal.llama",
                  ".files.internal",
                  ".internal",
                  ".interpreter",
                  ".llama.internal",
                  ".natives.internal",
                  ".program")),
          Map.entry(
              ".internal",
              List.of(".engine", ".engine.internal", ".engine.internal.llama", ".interpreter")),
          Map.entry(
              ".engine.internal.llama",
              List.of(
                  ".answer",
                  ".engine",
                  ".engine.internal",
                  ".engine.internal.probe",
                  ".engine.internal.program",
                  ".files.internal",
                  ".gguf",
                  ".interpreter",
                  ".llama.internal",
                  ".program")),
          Map.entry(
              ".engine.internal.program",
              List.of(
                  ".answer",
                  ".engine",
                  ".engine.internal",
                  ".files.internal",
                  ".interpreter",
                  ".gguf",
                  ".llama.internal",
                  ".program")),
          Map.entry(
              ".engine.internal.probe",
              List.of(
                  ".files.internal",
                  ".interpreter",
                  ".llama.internal",
                  ".natives.internal",
                  ".program")),
          Map.entry(".engine.internal", List.of(".answer", ".engine")),
          Map.entry(".engine", List.of(".answer", ".interpreter", ".program")),
          Map.entry(
              ".store",
              List.of(
                  ".files.internal",
                  ".hub",
                  ".hub.internal",
                  ".interpreter",
                  ".program",
                  ".program.internal",
                  ".store.internal")),
          Map.entry(
              ".store.internal",
              List.of(
                  ".files.internal",
                  ".hub",
                  ".hub.internal",
                  ".interpreter",
                  ".program",
                  ".program.internal")),
          Map.entry(".hub.internal", List.of(".hub", ".program", ".program.internal")),
          Map.entry(".hub", List.of(".files.internal", ".program", ".program.internal")),
          Map.entry(".llama.internal", List.of(".natives.internal")),
          Map.entry(".natives.internal", List.of(".files.internal")),
          Map.entry(
              ".program", List.of(".files.internal", ".gguf", ".interpreter", ".program.internal")),
          Map.entry(".program.internal", List.of()),
          Map.entry(".interpreter", List.of(".files.internal", ".gguf")),
          Map.entry(".gguf", List.of()),
          Map.entry(".files.internal", List.of()),
          Map.entry(".answer", List.of()));

  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return type.getPackageName().startsWith(ROOT)
              ? SliceIdentifier.of(type.getPackageName())
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
  }

  static Stream<String> packages() {
    return ARROWS.keySet().stream().sorted();
  }

  @Test
  void everyPackageHasItsArrows() {
    Set<String> packages = new HashSet<>();
    for (JavaClass type : all) {
      packages.add(type.getPackageName().substring(ROOT.length()));
    }
    assertThat(packages).isEqualTo(ARROWS.keySet());
  }

  @ParameterizedTest(name = "io.pawstream.runtime{0}")
  @MethodSource("packages")
  void aPackageUsesNoOthers(String name) {
    Set<String> allowed = new HashSet<>(Set.of(ROOT + name));
    ARROWS.get(name).forEach(other -> allowed.add(ROOT + other));
    classes()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are in " + allowed + " or not of this module",
                type ->
                    !type.getPackageName().startsWith(ROOT)
                        || allowed.contains(type.getPackageName())))
        .check(all);
  }

  @Test
  void noPackageComesBackToItself() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(all);
  }

  @Test
  void everyPackageIsNullMarked() {
    for (String name : ARROWS.keySet()) {
      JavaPackage found = all.getPackage(ROOT + name);
      assertThat(found.isAnnotatedWith(NullMarked.class)).as(ROOT + name).isTrue();
    }
  }

  @Test
  void jnaStaysWithLlama() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            // the binding, the memory of a prefix state, the class path of a trial
            ROOT + ".llama.internal",
            ROOT + ".engine.internal.llama",
            ROOT + ".engine.internal.probe")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine.internal.llama")
        .should()
        .dependOnClassesThat(
            describe(
                "are of JNA, other than Memory",
                type ->
                    type.getPackageName().startsWith("com.sun.jna")
                        && !type.getSimpleName().equals("Memory")
                        && !type.getSimpleName().equals("Pointer")))
        .check(all);
  }

  @Test
  void nothingIsPrinted() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(all);
  }

  @Test
  void noNativeFunctionIsCalledOutsideItsOwners() {
    classes()
        .that()
        .haveSimpleName("LlamaApi")
        .should()
        .onlyBeAccessed()
        .byAnyPackage(ROOT + ".llama.internal")
        .check(all);
  }
}
