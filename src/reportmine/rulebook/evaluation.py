"""How extracted figures are compared with gold (``rules/evaluation.yaml``)."""

from __future__ import annotations

from reportmine.model import Value


class EvaluationRules(Value):
    item_suffixes: tuple[str, ...]
    item_noise: tuple[str, ...]

    def core(self, item: str | None) -> str | None:
        """An open label without what does not make it another label. Never empty where the label was not."""
        if not item:
            return None
        for noise in self.item_noise:
            item = item.replace(noise, "")
        while True:
            suffix = next((end for end in self.item_suffixes if item.endswith(end) and item != end), None)
            if suffix is None:
                return item
            item = item.removesuffix(suffix)
