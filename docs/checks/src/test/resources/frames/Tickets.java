import io.pawstream.flink.Answered;
import io.pawstream.flink.OnFailure;
import io.pawstream.flink.PawStreams;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

class Tickets {
  record Ticket(String text) {}

  void build(
      DataStream<Ticket> tickets, Sink<Answered<Ticket>> alerts, Configuration configuration) {
// block
  }
}
