from itertools import count

from boiduong.documents.models import DocumentProfile
from boiduong.people.models import Unit
from make import people

numbers = count(1)


def profile(unit: Unit | None = None, form: DocumentProfile.Form = DocumentProfile.Form.STATE) -> DocumentProfile:
    return DocumentProfile.objects.create(
        unit=unit or people.unit(f"Trung tâm Bồi dưỡng chính trị {next(numbers)}", kind=Unit.Kind.POLITICAL_CENTRE),
        form=form,
        parent_name="Quận ủy",
        short_symbol="TTBDCT",
        place="Hồ Gươm",
        signer_position="Giám đốc",
        signer_name="Lê Thị Sao Mai",
    )
