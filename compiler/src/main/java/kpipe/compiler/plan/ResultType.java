package kpipe.compiler.plan;

import java.util.ArrayList;
import java.util.List;
import kpipe.data.Type;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** Answers Calcite for the type of an operator of ours. Calcite asks about copies of the same call again and again; a mistake in it is reported once. */
final class ResultType {

    private final ScalarOperator.Typing typing;
    private @Nullable List<Type> lastOperands;
    private @Nullable Type lastType;

    ResultType(ScalarOperator.Typing typing) {
        this.typing = typing;
    }

    RelDataType derive(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        List<Type> operands = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            operands.add(RelTypes.fromRel(validator.deriveType(scope, operand)));
        }
        RelDataType type = RelTypes.toRel(of(operands));
        ((SqlValidatorImpl) validator).setValidatedNodeType(call, type);
        return type;
    }

    RelDataType infer(SqlOperatorBinding binding) {
        List<Type> operands = new ArrayList<>();
        for (int i = 0; i < binding.getOperandCount(); i++) {
            operands.add(RelTypes.fromRel(binding.getOperandType(i)));
        }
        return RelTypes.toRel(of(operands));
    }

    private Type of(List<Type> operands) {
        if (lastType != null && operands.equals(lastOperands)) {
            return lastType;
        }
        boolean broken = operands.stream().anyMatch(TypeRules::isBroken);
        Type type = broken ? TypeRules.BROKEN : typing.type(operands);
        lastOperands = operands;
        lastType = type;
        return type;
    }
}
