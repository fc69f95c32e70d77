package io.pawstream.engine.jllama;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may use. */
@AnalyzeClasses(packages = "io.pawstream.engine.jllama", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String RUNTIME = "io.pawstream.runtime";

  @ArchTest
  static final ArchRule theSeamsOfTheEngineLlama =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.pawstream.engine.jllama..",
              RUNTIME + ".engine",
              RUNTIME + ".engine.internal.llama",
              RUNTIME + ".engine.internal.probe",
              RUNTIME + ".engine.internal.program",
              RUNTIME + ".files.internal",
              RUNTIME + ".gguf",
              RUNTIME + ".interpreter",
              RUNTIME + ".llama.internal",
              RUNTIME + ".natives.internal",
              "com.sun.jna..",
              "java..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule nativeFunctionsAreCalledByTheLibraryAlone =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("JllamaLibrary")
          .should()
          .accessClassesThat()
          .haveSimpleName("JllamaApi");
}
