import io.pawstream.flink.OnFailure;
import io.pawstream.flink.PawStreams;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Two programs on every record of a stream: bin/try-flink examples/flink/FirstJob.java */
public final class FirstJob {
  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(1);

    PawStreams.transform(
            env.fromData(
                "The checkout is down for everyone, please fix it now!",
                "Thank you, the new version is lovely.",
                "Could you send me the invoice of March when you have time?"))
        .input(text -> text)
        .program("programs/urgency.paw")
        .onFailure(OnFailure.defaultLabel("wait"))
        .program("programs/sentiment.paw")
        .apply()
        .map(m -> m.label("urgency") + " " + m.label("sentiment") + "  " + m.record())
        .print();

    env.execute("first job");
  }
}
