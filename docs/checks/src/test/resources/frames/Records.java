import io.pawstream.schemas.LabelledRecord;

class Records {
  void carry(LabelledRecord record) throws Exception {
// block
  }
}
