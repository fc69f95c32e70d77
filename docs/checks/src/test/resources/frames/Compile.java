import io.pawstream.compiler.CompileReport;
import io.pawstream.compiler.CompileRequest;
import io.pawstream.compiler.Compiler;
import io.pawstream.compiler.example.ExampleFile;
import io.pawstream.runtime.interpreter.Interpreters;
import java.nio.file.Path;

class Compile {
  void compile() throws Exception {
// block
  }
}
