# Generated from contract/openapi.yaml by contract/generate.py; change those.
"""Questions that belong together."""

from order_capture_client._model.base import Model
from order_capture_client.models.question import Question
from order_capture_client.models.service_question_relation import ServiceQuestionRelation


class QuestionSet(Model):
    """Questions that belong together."""

    service_id: str | None = None
    """Identifier of the service asked about. Deprecated; see `service_id_service_relation_map`."""
    service_method: str | None = None
    """Method of the service asked about. Deprecated; see `service_id_service_relation_map`."""
    type: str | None = None
    """Type of the question set."""
    questions: list[Question] | None = None
    """Questions in the set."""
    service_id_service_relation_map: dict[str, ServiceQuestionRelation] | None = None
    """Relation of the questions to each service, by service identifier."""
