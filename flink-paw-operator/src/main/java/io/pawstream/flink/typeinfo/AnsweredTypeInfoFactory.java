package io.pawstream.flink.typeinfo;

import io.pawstream.flink.Answered;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Lets Flink's type extraction find {@link AnsweredTypeInfo}. */
@Internal
public final class AnsweredTypeInfoFactory extends TypeInfoFactory<Answered<?>> {

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public TypeInformation<Answered<?>> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    TypeInformation<?> record = genericParameters.get("T");
    if (record == null) {
      throw new InvalidTypesException(
          "the type of the records in Answered must be known: type="
              + type.getTypeName()
              + "; name it with returns(AnsweredTypeInfo.of(..))");
    }
    return (TypeInformation) AnsweredTypeInfo.of(record);
  }
}
