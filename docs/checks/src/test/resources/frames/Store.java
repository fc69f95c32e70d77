import io.pawstream.runtime.store.Prepared;
import io.pawstream.runtime.store.ProgramStore;
import io.pawstream.runtime.hub.ProgressListener;
import java.util.List;

class Store {
  void prepare() throws Exception {
// block
  }
}
